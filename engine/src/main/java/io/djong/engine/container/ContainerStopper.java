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

    ContainerStopper(Events events) {
        this.events = events;
    }

    /** Sends a signal; an empty one is KILL. @throws Conflict if the container does not run */
    void kill(Container container, String signal) {
        Signal parsed = parse(signal.isEmpty() ? "KILL" : signal);
        Task task = container.task().orElseThrow(() -> notRunning(container));
        task.kill(parsed);
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.put("signal", Integer.toString(parsed.number()));
        events.emit(EventType.CONTAINER, "kill", container.id().value(), attributes);
    }

    /** Stops and waits for the end. @throws NotModified if the container does not run */
    void stop(Container container, StopOptions options) {
        Task task = container.task().orElseThrow(() -> new NotModified("Container already stopped"));
        int seconds = options.timeoutSeconds().orElseGet(() -> timeout(container));
        try (ExitWait exit = container.exits.begin(WaitCondition.NOT_RUNNING)) {
            task.kill(stopSignal(container, options.signal()));
            if (seconds < 0) {
                exit.await();
            } else if (!awaitFor(exit, Duration.ofSeconds(seconds))) {
                task.kill(Signal.KILL);
                if (!awaitFor(exit, AFTER_KILL)) {
                    throw new Conflict("cannot stop container: " + container.id()
                            + ": tried to kill container, but did not receive an exit event");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("stop of container " + container.id() + " was cancelled", e);
        }
        events.emit(EventType.CONTAINER, "stop", container.id().value(), container.attributes());
    }

    private static boolean awaitFor(ExitWait exit, Duration limit) throws InterruptedException {
        try {
            exit.await(limit);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
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
