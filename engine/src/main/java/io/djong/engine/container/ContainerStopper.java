package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.kernel.process.Signal;
import io.djong.model.error.Cancelled;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotModified;
import io.djong.runtime.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** Ends main processes: by a signal, or politely and then by force. */
final class ContainerStopper {
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    /** How long the kernel may take to end a process that was sent SIGKILL. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Events events;
    private final ContainerFreezer freezer;

    ContainerStopper(Events events, ContainerFreezer freezer) {
        this.events = events;
        this.freezer = freezer;
    }

    /** Sends a signal; an empty one is KILL, whose effect is waited for. @throws Conflict if it does not run */
    void kill(Container container, String signal) {
        Signal parsed = parse(signal.isEmpty() ? "KILL" : signal);
        boolean stops = parsed.equals(stopSignal(container, Optional.empty()));
        try (ExitWait exit = send(container, parsed, stops).orElseThrow(() -> notRunning(container))) {
            if (parsed.equals(Signal.KILL)) {
                awaitKilled(container, exit, "kill");
            }
        } catch (InterruptedException e) {
            throw cancelled(container, "kill", e);
        }
    }

    /** Stops and waits for the end. @throws NotModified if the container does not run */
    void stop(Container container, StopOptions options) {
        int seconds = options.timeoutSeconds().orElseGet(() -> timeout(container));
        try (ExitWait exit = send(container, stopSignal(container, options.signal()), true)
                .orElseThrow(() -> new NotModified("Container already stopped"))) {
            if (seconds < 0) {
                exit.await();
            } else if (!awaitFor(exit, Duration.ofSeconds(seconds))) {
                send(container, Signal.KILL, true).ifPresent(ExitWait::close);
                awaitKilled(container, exit, "stop");
            }
        } catch (InterruptedException e) {
            throw cancelled(container, "stop", e);
        }
        events.emit(EventType.CONTAINER, "stop", container.id().value(), container.attributes());
    }

    /**
     * Sends a signal and begins to wait for the end.
     *
     * @param stops whether a frozen container is thawed, that it sees the signal; it always is for KILL
     * @return empty if the container does not run
     */
    private Optional<ExitWait> send(Container container, Signal signal, boolean stops) {
        container.transition.lock();
        try {
            Optional<Task> task = container.task();
            if (task.isEmpty()) {
                return Optional.empty();
            }
            ExitWait exit = container.exits.begin(WaitCondition.NOT_RUNNING);
            task.get().kill(signal);
            events.emit(EventType.CONTAINER, "kill", container.id().value(), attributes(container, signal));
            if (stops && !signal.equals(Signal.KILL) && container.state().status() == ContainerStatus.PAUSED) {
                freezer.unpause(container);
            }
            return Optional.of(exit);
        } finally {
            container.transition.unlock();
        }
    }

    /** What is told of a signal. */
    static Map<String, String> attributes(Container container, Signal signal) {
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.put("signal", Integer.toString(signal.number()));
        return attributes;
    }

    private static void awaitKilled(Container container, ExitWait exit, String operation) throws InterruptedException {
        if (!awaitFor(exit, AFTER_KILL)) {
            throw new Conflict("cannot " + operation + " container: " + container.id()
                    + ": tried to kill container, but did not receive an exit event");
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

    private static int timeout(Container container) {
        Integer asked = container.record().config().stopTimeout();
        return asked == null ? DEFAULT_TIMEOUT_SECONDS : asked;
    }

    private static Signal stopSignal(Container container, Optional<String> asked) {
        String configured = container.record().config().stopSignal();
        return parse(asked.filter(s -> !s.isEmpty()).orElse(configured.isEmpty() ? "TERM" : configured));
    }

    private static Signal parse(String text) {
        return Signal.parse(text).orElseThrow(() -> new InvalidArgument("Invalid signal: " + text));
    }

    static Conflict notRunning(Container container) {
        return new Conflict("Container " + container.id() + " is not running");
    }
}
