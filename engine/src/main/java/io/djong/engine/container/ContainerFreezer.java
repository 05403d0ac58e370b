package io.djong.engine.container;

import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.runtime.Task;
import java.util.Map;
import java.util.Optional;

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
        container.transition.lock();
        try {
            Task task = task(container, ContainerStatus.RUNNING, ContainerStatus.PAUSED);
            Interrupts.run("pause", task::pause);
            try {
                keep(container, ContainerStatus.PAUSED, "pause");
            } catch (RuntimeException e) {
                undo(task, e);
                throw e;
            }
            health.stopped(container);
        } finally {
            container.transition.unlock();
        }
    }

    /** @throws Conflict if it is not frozen */
    void unpause(Container container) {
        container.transition.lock();
        try {
            task(container, ContainerStatus.PAUSED, ContainerStatus.RUNNING).resume();
            keep(container, ContainerStatus.RUNNING, "unpause");
            health.resumed(container);
        } finally {
            container.transition.unlock();
        }
    }

    private static Task task(Container container, ContainerStatus from, ContainerStatus to) {
        ContainerStatus now = container.state().status();
        Optional<Task> task = container.task();
        if (now != from || task.isEmpty()) {
            throw refusal(container, now, to);
        }
        return task.get();
    }

    private void keep(Container container, ContainerStatus status, String action) {
        changes.replace(
                container, container.record().withState(container.state().withStatus(status)), action, Map.of());
    }

    private static void undo(Task task, RuntimeException cause) {
        try {
            Interrupts.postpone(task::resume);
        } catch (EngineException e) {
            cause.addSuppressed(e);
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
            case CREATED, RUNNING, REMOVING, EXITED, DEAD -> ContainerStopper.notRunning(container.id());
        };
    }
}
