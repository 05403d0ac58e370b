package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.error.Internal;
import io.djong.runtime.Task;
import io.djong.runtime.Tasks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** The processes in containers, as the host's {@code ps} shows them. */
final class ContainerTop {
    private final Tasks tasks;
    private final Events events;

    ContainerTop(Tasks tasks, Events events) {
        this.tasks = tasks;
        this.events = events;
    }

    /**
     * A row of titles, then a row for each process.
     *
     * @param arguments of {@code ps}; without any the rows are those of {@code ps -ef}
     */
    List<List<String>> of(Container container, String arguments) {
        PsOutput.check(arguments);
        if (container.state().status() == ContainerStatus.RESTARTING) {
            throw ContainerStopper.isRestarting(container);
        }
        Task task = container.task().orElseThrow(() -> ContainerStopper.notRunning(container.id()));
        List<Long> pids = task.processes();
        List<List<String>> rows = arguments.isEmpty() ? ProcessList.of(pids) : select(arguments, pids);
        events.emit(EventType.CONTAINER, "top", container.id().value(), container.attributes());
        return rows;
    }

    private List<List<String>> select(String arguments, List<Long> pids) {
        List<String> words = List.of(arguments.split(" ", -1));
        List<String> chosen = new ArrayList<>(words);
        chosen.add("-q" + pids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        return PsOutput.select(run(chosen, words), new HashSet<>(pids));
    }

    /** Some options do not go with the choice of processes: then all of them are shown. */
    private String run(List<String> chosen, List<String> all) {
        return Interrupts.call("top", () -> {
            try {
                return tasks.processStatus(chosen);
            } catch (Internal e) {
                return tasks.processStatus(all);
            }
        });
    }
}
