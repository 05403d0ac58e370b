package io.djong.engine.container;

import io.djong.log.driver.LogDriver;
import io.djong.model.container.LogConfig;
import io.djong.runtime.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins a container's record with what is known of it besides. */
final class ContainerViews {
    private final ContainerFiles files;
    private final ContainerIndex index;
    private final Links links;
    private final ContainerExecs execs;
    private final Tasks tasks;

    ContainerViews(ContainerFiles files, ContainerIndex index, Links links, ContainerNeeds needs) {
        this.files = files;
        this.index = index;
        this.links = links;
        this.execs = needs.execs();
        this.tasks = needs.tasks();
    }

    /** For listings: without the snapshot's directories, which cost a look into the store. */
    ContainerView of(Container container) {
        return view(container, Map.of());
    }

    ContainerView inspect(Container container) {
        return view(container, files.roots().graphData(container.id()));
    }

    private ContainerView view(Container container, Map<String, String> graphData) {
        ContainerRecord record = container.record();
        return new ContainerView(
                record,
                container.health(),
                networks(container, record),
                files.paths().directory(record.id()),
                logPath(record),
                graphData,
                new MountPlan(record, files.volumes().paths()).points(),
                execs.of(record.id()),
                tasks.systemPaths(record.host()),
                tasks.appArmorProfile(record.host()),
                index.names(record),
                links.shown(record));
    }

    /** As in Docker, that of the driver whose files are for others to read. */
    private String logPath(ContainerRecord record) {
        LogConfig log = record.host().logConfig();
        return log == null || log.type().equals(LogDriver.JSON_FILE.word())
                ? files.paths().logs(record.id()).driverFile().toString()
                : "";
    }

    private ContainerNetworks networks(Container container, ContainerRecord record) {
        return new NetworkPlan(record)
                .joined()
                .map(name -> joined(record, name))
                .orElseGet(() -> container
                        .sandbox()
                        .map(sandbox -> ContainerNetworkView.of(record, sandbox))
                        .orElseGet(() -> ContainerNetworkView.planned(record)));
    }

    private ContainerNetworks joined(ContainerRecord record, String name) {
        Optional<ContainerNetworks> other =
                index.find(name).flatMap(Container::sandbox).map(sandbox -> ContainerNetworkView.of(record, sandbox));
        return other.map(networks ->
                        new ContainerNetworks(networks.sandboxId(), networks.sandboxKey(), Map.of(), List.of()))
                .orElse(ContainerNetworks.NONE);
    }
}
