package io.djong.runtime;

import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdOutput;
import io.djong.kernel.namespace.MountNamespace;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Signal;
import io.djong.kernel.socket.Fifo;
import io.djong.kernel.tty.Terminal;
import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.model.json.Json;
import io.djong.runtime.cgroup.Cgroup;
import io.djong.runtime.meter.TaskMeter;
import io.djong.runtime.spec.OciConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of a container, from its creation to the removal of its traces.
 *
 * <p>Created, it waits for {@link #start}. It ends by itself or by {@link #kill}; {@link #await} then tells how, and
 * {@link #delete} removes what is left. Until then its exit is found again by a daemon started later. Safe for many
 * threads.
 */
public final class Task {
    private static final Logger LOG = LoggerFactory.getLogger(Task.class);

    /** How long the threads of a process take to end once its first has. */
    private static final Duration ENDING = Duration.ofSeconds(2);

    private final Host host;
    private final ContainerId id;
    private final Bundle bundle;
    private final Stdio stdio;
    private final Handling handling;
    private final MainProcess process;
    private final Cgroup cgroup;
    private final Attachments attachments;
    private final TaskWatch watch;

    private Task(Host host, Bundle bundle, Stdio stdio, Parts parts, TaskWatch watch) {
        this.host = host;
        this.id = bundle.id();
        this.bundle = bundle;
        this.stdio = stdio;
        this.handling = parts.handling();
        this.process = parts.process();
        this.cgroup = parts.cgroup();
        this.attachments = parts.attachments();
        this.watch = watch;
    }

    public ContainerId id() {
        return id;
    }

    /** The main process's number in the daemon's PID namespace. */
    public long pid() {
        return process.pid();
    }

    public Stdio stdio() {
        return stdio;
    }

    /** Lets the main process run. @throws Internal if it has died, or has been started before */
    public void start() throws InterruptedException {
        if (!handling.shortCuts()) {
            handling.runtime().verb("start", id.value());
        } else if (!ExecFifo.open(bundle.execFifo(), process, host.poller())) {
            throw new Internal("the main process of container " + id + " died before its start");
        }
    }

    /** The container's file system as it is mounted inside; empty if the main process has ended. Closed by the caller. */
    public Optional<MountNamespace> mounts() {
        return process.mounts();
    }

    /** Waits for the end of the main process and, so, of the container. */
    public TaskExit await() throws InterruptedException {
        return watch.await();
    }

    /** Gives it other resources, unless it has ended; the runtime knows in which order. @throws Internal if that fails */
    void update(ObjectNode resources) throws InterruptedException {
        Path file = bundle.file("resources.json");
        try {
            Files.write(file, Json.bytes(resources));
        } catch (IOException e) {
            throw Internal.failedTo("write " + file, e);
        }
        try {
            handling.runtime().verb("update", "--resources", file.toString(), id.value());
        } catch (Internal e) {
            if (!process.isEnding() || !process.awaitExit(host.poller(), ENDING)) {
                throw e;
            }
        }
    }

    /** Whether the main process has ended, or is about to: nothing more can be done in the container. */
    public boolean isEnding() {
        return process.isEnding();
    }

    /** Whether the main process runs, or waits for its start. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended, if it has. */
    public Optional<TaskExit> exit() {
        return watch.exit();
    }

    /**
     * Signals the main process; SIGKILL goes to every process of the container, and wakes a paused one.
     *
     * @return false if it has ended
     */
    public boolean kill(Signal signal) {
        if (exit().isPresent()) {
            return false;
        }
        boolean alive = process.isAlive() && pass(signal);
        if (signal.equals(Signal.KILL)) {
            cgroup.kill();
        }
        return alive;
    }

    /** The main process of another runtime may be what holds the container, and not what it runs. */
    private boolean pass(Signal signal) {
        if (!handling.runtime().command().isStock()) {
            try {
                handling.runtime().verb("kill", id.value(), String.valueOf(signal.number()));
                return true;
            } catch (Internal e) {
                LOG.debug("container {}: {}", id, e.message()); // it may have ended
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return process.signal(signal);
    }

    /** Freezes all processes. @throws Conflict if it has ended @throws Internal if that fails */
    public void pause() throws InterruptedException {
        try {
            if (!cgroup.freeze()) {
                throw new Internal("Cannot pause container " + id + ": its processes do not stand still");
            }
        } catch (IOException e) {
            throw notRunning("pause", e);
        }
    }

    /** Lets all processes go on. @throws Conflict if it has ended */
    public void resume() {
        try {
            cgroup.thaw();
        } catch (IOException e) {
            throw notRunning("unpause", e);
        }
    }

    private Conflict notRunning(String operation, IOException cause) {
        return new Conflict("Cannot " + operation + " container " + id + ": " + cause.getMessage(), cause);
    }

    public boolean paused() {
        return cgroup.frozen();
    }

    /** The container's processes, by their numbers in the daemon's PID namespace. */
    public List<Long> processes() {
        return cgroup.processes();
    }

    /** The container's control group. */
    public Cgroup cgroup() {
        return cgroup;
    }

    /** Opens what measures it. The caller closes that. */
    public TaskMeter meter() {
        return new TaskMeter(cgroup, Path.of("/proc", Long.toString(pid())));
    }

    /**
     * Connects to the standard streams. What was written before is not seen; attached before {@link #start}, nothing is
     * missed.
     *
     * @throws Conflict if it has ended
     */
    public Attachment attach() throws InterruptedException {
        return attachments.open(id);
    }

    /** Sets the terminal's size. @throws Conflict if it has ended */
    public void resize(Terminal.Size size) {
        tellMonitor("1 " + size.rows() + " " + size.columns() + "\n");
    }

    /** Has the monitor open the spool anew, by its name: the former one, renamed, gets nothing more after that. */
    public void reopenSpool() {
        tellMonitor("2 0 0\n");
    }

    private void tellMonitor(String line) {
        try {
            Fd fifo = Fifo.openForWriting(bundle.control()).orElseThrow(this::isNotRunning);
            try (FdOutput out = new FdOutput(fifo, host.poller())) {
                out.write(line.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (KernelException | IOException e) {
            throw new Conflict("Container " + id + " is not running", e);
        }
    }

    private Conflict isNotRunning() {
        return new Conflict("Container " + id + " is not running");
    }

    /** Prepares the kernel for a further process that is about to be run, as {@link Tasks#prime} does. */
    public void prime() {
        host.primer().prime();
    }

    /**
     * Runs a further process.
     *
     * @throws StartFailure if the runtime refuses
     */
    public Exec exec(ExecSpec spec) throws InterruptedException {
        return new ExecStart(host, handling.runtime(), id, spec).run();
    }

    /**
     * Removes what is left of an ended one: control groups, the runtime's state, exit file, bundle. Repeatable.
     *
     * @throws Conflict if it has not ended
     * @throws Internal if something resists; the container's next task removes that first
     */
    public void delete() throws InterruptedException {
        if (exit().isEmpty()) {
            throw new Conflict("container " + id + " is running");
        }
        try {
            Removal.remove(bundle, handling, cgroup);
        } finally {
            process.close();
        }
    }

    static Task create(Host host, ContainerId id, OciConfig config, Monitor.Duty duty) throws InterruptedException {
        Bundle bundle = new Bundle(host.paths(), id);
        Reaper.Mark mark = host.reaper().mark();
        Optional<Monitor> ahead = host.spare().take(id, duty);
        if (ahead.isEmpty()) {
            Removal.complete(host, bundle);
            bundle.create();
        }
        try (Monitor monitor = ahead.isPresent() ? ahead.get() : Monitor.begin(host, id, duty)) {
            bundle.configure(config.json());
            Handling handling = new Handling(duty.runtime(), config.hooks());
            bundle.note(handling);
            MainProcess process = Found.main(id, monitor.create());
            Bundle.Notes notes = new Bundle.Notes(monitor.pid(), duty.stdio(), config.cgroupsPath());
            bundle.note(notes);
            Cgroup cgroup = host.cgroups().group(config.cgroupsPath());
            Attachments attachments = new Attachments(bundle, duty.stdio(), host.poller());
            Parts parts = new Parts(handling, process, notes.monitor(), cgroup, attachments);
            return new Task(host, bundle, duty.stdio(), parts, TaskWatch.begin(host, bundle, parts, mark));
        } catch (RuntimeException | InterruptedException e) {
            Removal.undo(host, id, e);
            throw e;
        }
    }

    /** Whether the main process still waits for its start; who does not know the runtime's state has to ask. */
    private static boolean neverStarted(OciRuntime runtime, Bundle bundle) throws InterruptedException {
        return bundle.neverStarted() || (!runtime.command().isStock() && runtime.hasUnstarted(bundle.id()));
    }

    static Optional<Task> adopt(Host host, ContainerId id) throws InterruptedException {
        Bundle bundle = new Bundle(host.paths(), id);
        if (!bundle.exists()) {
            return Optional.empty();
        }
        Optional<Bundle.Notes> notes = bundle.notes();
        OptionalLong pid = bundle.pid();
        Handling handling = bundle.handling(host.runtimes());
        if (notes.isEmpty() || pid.isEmpty() || neverStarted(handling.runtime(), bundle)) {
            Removal.purge(host, id);
            return Optional.empty();
        }
        Reaper.Mark mark = host.reaper().mark();
        MainProcess process = Found.main(id, pid.getAsLong());
        Cgroup cgroup = host.cgroups().group(notes.get().cgroupsPath());
        Stdio stdio = notes.get().stdio();
        Attachments attachments = new Attachments(bundle, stdio, host.poller());
        Parts parts = new Parts(handling, process, notes.get().monitor(), cgroup, attachments);
        return Optional.of(new Task(host, bundle, stdio, parts, TaskWatch.begin(host, bundle, parts, mark)));
    }
}
