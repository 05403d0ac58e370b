package io.djong.engine.container;

import io.djong.model.ContainerId;
import io.djong.network.Endpoint;
import io.djong.network.Sandbox;
import io.djong.runtime.Task;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What statistics are taken of: containers, for as long as they exist. */
public final class StatsSubjects {
    /**
     * A container as it is now.
     *
     * @param task empty where it does not run
     * @param interfaces those of its sandbox, which may be another container's; none in the host's network
     */
    public record Subject(ContainerId id, String name, Optional<Task> task, Set<String> interfaces) {}

    private final ContainerIndex index;

    public StatsSubjects(ContainerIndex index) {
        this.index = index;
    }

    /** The one that a user means. @throws io.djong.model.error.NotFound if there is none */
    public Subject get(String reference) {
        return subject(index.get(reference));
    }

    /** Empty once it is removed. */
    public Optional<Subject> find(ContainerId id) {
        return index.byId(id).map(this::subject);
    }

    private Subject subject(Container container) {
        ContainerRecord record = container.record();
        return new Subject(
                record.id(),
                record.name(),
                container.task(),
                sandbox(container).map(StatsSubjects::interfaces).orElse(Set.of()));
    }

    private Optional<Sandbox> sandbox(Container container) {
        return new NetworkPlan(container.record())
                .joined()
                .map(other -> index.find(other).flatMap(Container::sandbox))
                .orElseGet(container::sandbox);
    }

    private static Set<String> interfaces(Sandbox sandbox) {
        return sandbox.endpoints().stream()
                .map(Endpoint::interfaceName)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }
}
