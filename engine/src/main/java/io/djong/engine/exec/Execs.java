package io.djong.engine.exec;

import io.djong.engine.container.Attachment;
import io.djong.engine.container.ContainerExecs;
import io.djong.engine.container.DetachKeys;
import io.djong.engine.container.ExecHosts;
import io.djong.engine.container.Interrupts;
import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.health.ProbeOutput;
import io.djong.engine.health.ProbeResult;
import io.djong.kernel.tty.Terminal;
import io.djong.model.ContainerId;
import io.djong.model.error.Cancelled;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.text.GoDuration;
import io.djong.runtime.Exec;
import io.djong.runtime.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes run beside a container's main one. They are known until their container is removed or some minutes after
 * their end, and not beyond the daemon's end. An unknown id is {@code NotFound}: {@code No such exec instance: …}.
 */
public final class Execs implements ContainerExecs {
    /** The terminal's size at the start. */
    public record Size(int rows, int columns) {}

    private static final Logger LOG = LoggerFactory.getLogger(Execs.class);
    private static final Duration UNTIL_STARTED = Duration.ofSeconds(10);
    private static final Terminal.Size NO_SIZE = new Terminal.Size(0, 0);

    private final ExecHosts hosts;
    private final Events events;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ExecTable instances;

    /** So many probes begin at a time, as that is what takes a processor: hundreds may be due at once. */
    private final Semaphore beginnings = new Semaphore(2 * Runtime.getRuntime().availableProcessors(), true);

    public Execs(ExecHosts hosts, Events events, InstantSource clock, RandomGenerator random) {
        this.hosts = hosts;
        this.events = events;
        this.clock = clock;
        this.random = random;
        this.instances = new ExecTable(clock);
    }

    /** Prepares an exec and returns its id. @throws Conflict if the container does not run */
    public String create(String container, ExecRequest request) {
        if (request.command().isEmpty()) {
            throw new InvalidArgument("No exec command specified");
        }
        DetachKeys.parse(request.detachKeys());
        ExecHosts.ExecHost host = hosts.running(container);
        host.task().prime(); // its start is a moment away
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        ExecInstance instance = new ExecInstance(id, host.record().id(), request, hosts.linkVariables(host));
        instances.add(instance);
        emit(instance, "exec_create: " + words(request), Map.of());
        return id;
    }

    /** Starts it without anyone at its streams. @throws Conflict if it was started before */
    public void startDetached(String id) {
        ExecInstance instance = get(id);
        Exec process = launch(instance, instance.request().withoutStreams(), Optional.empty());
        ExecStreams streams = streams(process);
        streams.abandon();
        follow(instance, process, streams, () -> instances.ended(instance));
    }

    /**
     * Starts an exec for a client. The process starts before this returns, so that an executable that does not exist is
     * an error here, with an exit code all the same (126 or 127); its output waits in pipes.
     *
     * @throws Conflict if it was started before, or its container does not run any more
     */
    public Attachment start(String id, boolean tty, Optional<Size> size) {
        ExecInstance instance = get(id);
        ExecRequest request = instance.request().withTty(tty);
        Exec process = launch(instance, request, size);
        ExecStreams streams = streams(process);
        ExecAttachment attachment = new ExecAttachment(
                streams,
                request,
                DetachKeys.parse(request.detachKeys()),
                () -> emit(instance, "exec_detach", Map.of()));
        follow(instance, process, streams, () -> {
            instances.ended(instance);
            attachment.ended();
        });
        return attachment;
    }

    @Override
    public ProbeResult probe(ContainerId container, List<String> command, Duration timeout)
            throws InterruptedException {
        Instant start = clock.instant();
        try {
            if (command.isEmpty()) {
                throw new InvalidArgument("healthcheck for container " + container + " has no command");
            }
            ExecInstance instance = get(create(container.value(), ExecRequest.ofProbe(command)));
            try {
                return probe(instance, start, timeout);
            } finally {
                instances.remove(instance);
            }
        } catch (Cancelled e) {
            throw (InterruptedException) new InterruptedException(e.message()).initCause(e);
        } catch (RuntimeException e) { // whatever it is, the next probe is run
            LOG.debug("the health check of container {} could not be run", container, e);
            return new ProbeResult(start, clock.instant(), ProbeResult.NO_EXIT, String.valueOf(e.getMessage()));
        }
    }

    private ProbeResult probe(ExecInstance instance, Instant start, Duration timeout) throws InterruptedException {
        Exec process = begin(instance);
        ExecStreams streams = streams(process);
        ProbeOutput output = new ProbeOutput();
        CountDownLatch ended = new CountDownLatch(1);
        follow(instance, process, streams, ended::countDown);
        List<Thread> readers = Stream.concat(streams.output().stream(), streams.error().stream())
                .map(stream -> ExecStreams.read(stream, output))
                .toList();
        boolean inTime = false;
        try {
            inTime = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!inTime) {
                process.killGroup();
            }
            ExecStreams.endAll(readers, inTime ? ExecStreams.AFTER_EXIT : Duration.ZERO);
            streams.abandon();
        }
        ended.await();
        String said = output.text();
        if (!inTime) {
            String late = "Health check exceeded timeout (" + GoDuration.text(timeout) + ")";
            return new ProbeResult(
                    start, clock.instant(), ProbeResult.NO_EXIT, said.isEmpty() ? late : late + ": " + said);
        }
        return new ProbeResult(
                start, clock.instant(), instance.view().exitCode().orElse(ProbeResult.NO_EXIT), said);
    }

    private Exec begin(ExecInstance probe) throws InterruptedException {
        beginnings.acquire();
        try {
            return launch(probe, probe.request(), Optional.empty());
        } finally {
            beginnings.release();
        }
    }

    private static ExecStreams streams(Exec process) {
        return new ExecStreams(process.input(), process.output(), process.error(), process::close);
    }

    private Exec launch(ExecInstance instance, ExecRequest request, Optional<Size> size) {
        ExecHosts.ExecHost host = hosts.running(instance.container().value());
        host.task().prime();
        instance.claim();
        emit(instance, "exec_start: " + words(request), Map.of());
        try {
            Exec process = Interrupts.call(
                    "exec",
                    () -> host.task()
                            .exec(ExecSpecs.of(
                                    host.record(),
                                    instance.linkVariables(),
                                    request,
                                    size.map(Execs::size).orElse(NO_SIZE))));
            instance.started(process);
            return process;
        } catch (StartFailure e) {
            failed(instance, e.exitCode());
            throw unlessEnded(host, new InvalidArgument(e.message(), e));
        } catch (RuntimeException e) {
            failed(instance, 126);
            throw unlessEnded(host, e);
        }
    }

    /** A failure, or, of a container that was about to end, that: whatever was wrong then is so because of it. */
    private static RuntimeException unlessEnded(ExecHosts.ExecHost host, RuntimeException failure) {
        Optional<Conflict> ended = host.ended();
        ended.ifPresent(conflict -> conflict.addSuppressed(failure));
        return ended.isPresent() ? ended.get() : failure;
    }

    private void failed(ExecInstance instance, int code) {
        instance.failed(code);
        instances.ended(instance);
    }

    /**
     * Waits for the end of a process in a thread of its own.
     *
     * @param told learns of it, once the exit code is known
     */
    private void follow(ExecInstance instance, Exec process, ExecStreams streams, Runnable told) {
        Thread.ofVirtual().name("exec " + instance.id().substring(0, 12)).start(() -> {
            OptionalInt code = exitCode(instance, process);
            instance.ended(code);
            told.run();
            try {
                streams.ended();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            String known = code.isPresent() ? Integer.toString(code.getAsInt()) : "";
            emit(instance, "exec_die", Map.of("exitCode", known));
        });
    }

    /** Waits for the end; absent where the code cannot be known. */
    private static OptionalInt exitCode(ExecInstance instance, Exec process) {
        try {
            return OptionalInt.of(process.await());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("exec {}: its exit code is lost", instance.id(), e);
        }
        return OptionalInt.empty();
    }

    /** The program and its arguments with a blank between, also where there are none: some look for it. */
    private static String words(ExecRequest request) {
        List<String> command = request.command();
        return command.getFirst() + " " + String.join(" ", command.subList(1, command.size()));
    }

    private void emit(ExecInstance instance, String action, Map<String, String> more) {
        Map<String, String> attributes = new java.util.TreeMap<>(hosts.attributes(instance.container()));
        attributes.put("execID", instance.id());
        attributes.putAll(more);
        events.emit(EventType.CONTAINER, action, instance.container().value(), attributes);
    }

    /**
     * Sets the size of its terminal. Clients ask for it while they start it: so it is waited for.
     *
     * @throws Conflict if its container does not run @throws Internal if it is not started in time
     */
    public void resize(String id, int rows, int columns) {
        Terminal.Size size = size(new Size(rows, columns));
        ExecInstance instance = checked(id);
        if (!Interrupts.call("resize", () -> instance.awaitStart(UNTIL_STARTED))) {
            throw new Internal("timeout waiting for exec session ready");
        }
        if (!instance.wasStarted()) {
            throw new InvalidArgument("exec process is not started");
        }
        instance.process().orElseThrow(() -> new NotFound("no such exec")).resize(size);
    }

    private static Terminal.Size size(Size size) {
        try {
            return new Terminal.Size(size.rows(), size.columns());
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid terminal size: " + size.rows() + "x" + size.columns(), e);
        }
    }

    public ExecView inspect(String id) {
        return get(id).view();
    }

    /** Checks that the container of an exec runs. @throws Conflict if it does not, or is paused */
    public void check(String id) {
        checked(id);
    }

    private ExecInstance checked(String id) {
        ExecInstance instance = get(id);
        hosts.running(instance.container().value());
        return instance;
    }

    @Override
    public List<String> of(ContainerId container) {
        return instances.of(container).stream()
                .filter(ExecInstance::isRunning)
                .map(ExecInstance::id)
                .toList();
    }

    @Override
    public void ended(ContainerId container) {
        instances.forgetUnstarted(container);
    }

    @Override
    public void forget(ContainerId container) {
        instances.forget(container);
    }

    private ExecInstance get(String id) {
        return instances.find(id).orElseThrow(() -> new NotFound("No such exec instance: " + id));
    }
}
