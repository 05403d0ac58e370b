package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.kernel.process.Signal;
import io.djong.model.ContainerId;
import io.djong.model.error.Cancelled;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotModified;
import io.djong.runtime.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Ends main processes: by a signal, or politely and then by force. */
final class ContainerStopper {
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** How long the kernel may take to end a process that was sent SIGKILL. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Events events;
    private final ContainerFreezer freezer;
    private final Restarts restarts;

    ContainerStopper(Events events, ContainerFreezer freezer, Restarts restarts) {
        this.events = events;
        this.freezer = freezer;
        this.restarts = restarts;
    }

    /** Who stops a container: its user, whose will outlasts the daemon, or the daemon because it ends itself. */
    private enum By {
        USER,
        DAEMON
    }

    /** Sends a signal; the effect of KILL is waited for. @throws Conflict if it does not run */
    void kill(Container container, Signal signal) {
        try (ExitWait exit = send(container, signal, By.USER).orElseThrow(() -> notRunning(container.id()))) {
            if (signal.equals(Signal.KILL)) {
                awaitKilled(container, exit);
            }
        } catch (InterruptedException e) {
            throw cancelled(container, "kill", e);
        }
    }

    /** Stops and waits for the end. @throws NotModified if the container does not run */
    void stop(Container container, StopOptions options) {
        stop(container, options, By.USER);
    }

    /** Stops it as the daemon ends: its policy starts it again with the next one. */
    void shutDown(Container container) {
        stop(container, StopOptions.DEFAULT, By.DAEMON);
    }

    private void stop(Container container, StopOptions options, By by) {
        int seconds = options.timeoutSeconds().orElseGet(() -> timeoutSeconds(container.record()));
        try (ExitWait exit = send(container, stopSignal(container, options.signal()), by)
                .orElseThrow(() -> new NotModified("container is already stopped"))) {
            if (seconds < 0) {
                exit.await();
            } else if (!awaitFor(exit, Duration.ofSeconds(seconds))) {
                send(container, Signal.KILL, by).ifPresent(ExitWait::close);
                awaitKilled(container, exit);
            }
        } catch (InterruptedException e) {
            throw cancelled(container, "stop", e);
        }
        events.emit(EventType.CONTAINER, "stop", container.id().value(), container.attributes());
    }

    /** Sends a signal and begins to wait for the end. @return empty if the container does not run */
    private Optional<ExitWait> send(Container container, Signal signal, By by) {
        container.transition.lock();
        try {
            boolean restarting = container.state().status() == ContainerStatus.RESTARTING;
            if (container.task().isEmpty() && !restarting) {
                return Optional.empty();
            }
            ExitWait exit = container.exits.begin(WaitCondition.NOT_RUNNING);
            boolean ends = endsRestarts(container, signal);
            note(container, ends, by);
            if (!restarting) {
                container.task().ifPresent(task -> send(container, task, signal, ends));
            } else if (ends) {
                restarts.cancel(container);
            }
            return Optional.of(exit);
        } finally {
            container.transition.unlock();
        }
    }

    /** @param wakes whether a frozen container is thawed, that it sees the signal; it always is for KILL */
    private void send(Container container, Task task, Signal signal, boolean wakes) {
        task.kill(signal);
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.put("signal", Integer.toString(signal.number()));
        events.emit(EventType.CONTAINER, "kill", container.id().value(), attributes);
        if (wakes && !signal.equals(Signal.KILL) && container.state().status() == ContainerStatus.PAUSED) {
            freezer.unpause(container);
        }
    }

    /** Which signals end a series of restarts: as in Docker any, but where a stop signal is configured only that. */
    private static boolean endsRestarts(Container container, Signal signal) {
        String configured = container.record().config().stopSignal();
        return configured.isEmpty() || signal.equals(Signal.KILL) || signal.equals(signal(configured));
    }

    /** Notes what the signal means for its restarts; at once on the disk, where it has a policy. */
    private void note(Container container, boolean ends, By by) {
        RestartSeries before = container.state().restarts();
        RestartSeries signalled = by == By.USER ? before.signalled() : before;
        RestartSeries after = ends ? signalled.ended() : signalled;
        if (after.equals(before)) {
            return;
        }
        ContainerRecord noted = container.record().withState(container.state().withRestarts(after));
        if (!RestartRule.of(noted.host().restartPolicy()).isNever()) {
            events.commit(tx -> {
                ContainerTable.saveState(tx, noted);
                return true;
            });
        }
        container.replace(noted);
    }

    private static void awaitKilled(Container container, ExitWait exit) throws InterruptedException {
        if (!awaitFor(exit, AFTER_KILL)) {
            throw new Internal(
                    "container " + container.id() + ": tried to kill container, but did not receive an exit event");
        }
    }

    private static boolean awaitFor(ExitWait exit, Duration limit) throws InterruptedException {
        try {
            exit.await(limit);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static Cancelled cancelled(Container container, String operation, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new Cancelled(operation + " of container " + container.id() + " was cancelled", cause);
    }

    /** How long it is given to end after its stop signal; negative for ever. */
    static int timeoutSeconds(ContainerRecord container) {
        Integer asked = container.config().stopTimeout();
        return asked == null ? DEFAULT_TIMEOUT_SECONDS : asked;
    }

    private static Signal stopSignal(Container container, Optional<String> asked) {
        String configured = container.record().config().stopSignal();
        return signal(asked.filter(s -> !s.isEmpty()).orElse(configured.isEmpty() ? "TERM" : configured));
    }

    /** The signal of that name or number. @throws InvalidArgument if there is none */
    static Signal signal(String text) {
        return Signal.parse(text)
                .orElseThrow(() -> new InvalidArgument(
                        NUMBER.matcher(text).matches() && !text.equals("0")
                                ? "the linux daemon does not support signal " + text
                                : "invalid signal: " + text));
    }

    static Conflict isRestarting(Container container) {
        return new Conflict("Container " + container.id() + " is restarting, wait until the container is running");
    }

    static Conflict notRunning(ContainerId id) {
        return new Conflict("container " + id + " is not running");
    }
}
