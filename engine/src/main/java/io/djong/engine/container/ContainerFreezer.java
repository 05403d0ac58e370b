package io.djong.engine.container;

import io.djong.model.error.Conflict;
import io.djong.runtime.Task;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Freezes the processes of containers, and lets them run on. */
final class ContainerFreezer {
    private final ContainerChanges changes;

    ContainerFreezer(ContainerChanges changes) {
        this.changes = changes;
    }

    /** @throws Conflict if it does not run or is frozen */
    void pause(Container container) {
        change(
                container,
                ContainerStatus.RUNNING,
                ContainerStatus.PAUSED,
                task -> Interrupts.run("pause", task::pause),
                "pause");
    }

    /** @throws Conflict if it is not frozen */
    void unpause(Container container) {
        change(container, ContainerStatus.PAUSED, ContainerStatus.RUNNING, Task::resume, "unpause");
    }

    private void change(
            Container container, ContainerStatus from, ContainerStatus to, Consumer<Task> change, String action) {
        container.transition.lock();
        try {
            ContainerStatus now = container.state().status();
            Optional<Task> task = container.task();
            if (now != from || task.isEmpty()) {
                throw new Conflict("Container " + container.id() + " " + refusal(now, to));
            }
            change.accept(task.get());
            changes.replace(
                    container, container.record().withState(container.state().withStatus(to)), action, Map.of());
        } finally {
            container.transition.unlock();
        }
    }

    private static String refusal(ContainerStatus now, ContainerStatus to) {
        if (to == ContainerStatus.RUNNING) {
            return "is not paused";
        }
        return now == to ? "is already paused" : "is not running";
    }
}
