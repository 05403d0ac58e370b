package io.djong.engine.container;

import io.djong.model.error.Conflict;
import io.djong.runtime.Task;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Freezes the processes of containers, and lets them run on. */
final class ContainerFreezer {
    private final ContainerChanges changes;
    private final HealthChecks health;

    ContainerFreezer(ContainerChanges changes, HealthChecks health) {
        this.changes = changes;
        this.health = health;
    }

    /** @throws Conflict if it does not run or is frozen */
    void pause(Container container) {
        change(
                container,
                ContainerStatus.RUNNING,
                ContainerStatus.PAUSED,
                task -> {
                    Interrupts.run("pause", task::pause);
                    health.stopped(container);
                },
                "pause");
    }

    /** @throws Conflict if it is not frozen */
    void unpause(Container container) {
        change(
                container,
                ContainerStatus.PAUSED,
                ContainerStatus.RUNNING,
                task -> {
                    task.resume();
                    health.resumed(container);
                },
                "unpause");
    }

    private void change(
            Container container, ContainerStatus from, ContainerStatus to, Consumer<Task> change, String action) {
        container.transition.lock();
        try {
            ContainerStatus now = container.state().status();
            Optional<Task> task = container.task();
            if (now != from || task.isEmpty()) {
                throw refusal(container, now, to);
            }
            change.accept(task.get());
            changes.replace(
                    container, container.record().withState(container.state().withStatus(to)), action, Map.of());
        } finally {
            container.transition.unlock();
        }
    }

    private static Conflict refusal(Container container, ContainerStatus now, ContainerStatus to) {
        String subject = "Container " + container.id();
        if (to == ContainerStatus.RUNNING) {
            return new Conflict(subject + " is not paused");
        }
        return switch (now) {
            case PAUSED -> new Conflict(subject + " is already paused");
            case RESTARTING -> ContainerStopper.isRestarting(container);
            case CREATED, RUNNING, REMOVING, EXITED, DEAD -> ContainerStopper.notRunning(container);
        };
    }
}
