package io.djong.engine.container;

import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import io.djong.runtime.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where execs run: the running containers. */
public final class ExecHosts {
    /** A container that runs. */
    public record ExecHost(ContainerRecord record, Task task) {
        /** What to say where nothing could be started in it, if that is because it has ended meanwhile. */
        public Optional<Conflict> ended() {
            return task.isEnding() ? Optional.of(ContainerStopper.notRunning(record.id())) : Optional.empty();
        }
    }

    private final ContainerIndex index;
    private final Links links;

    public ExecHosts(ContainerIndex index) {
        this.index = index;
        this.links = new Links(index);
    }

    /** The container by a reference. @throws Conflict if it does not run or is paused */
    public ExecHost running(String reference) {
        Container container = index.get(reference);
        if (container.state().status() == ContainerStatus.PAUSED) {
            throw new Conflict("Container " + reference + " is paused, unpause the container before exec");
        }
        if (container.state().status() == ContainerStatus.RESTARTING) {
            throw ContainerStopper.isRestarting(container);
        }
        Task task = container.task().orElseThrow(() -> ContainerStopper.notRunning(container.id()));
        return new ExecHost(container.record(), task);
    }

    /** The variables of the container's links as they are now. @throws Internal if one leads to what does not run */
    public List<String> linkVariables(ExecHost host) {
        return index.byId(host.record().id())
                .flatMap(Container::sandbox)
                .map(sandbox -> links.variables(host.record(), sandbox))
                .orElse(List.of());
    }

    /** What events say of a container; nothing once it is removed. */
    public Map<String, String> attributes(ContainerId id) {
        return index.byId(id).map(Container::attributes).orElse(Map.of());
    }
}
