package io.djong.engine.container;

import io.djong.engine.health.Health;
import io.djong.model.container.SystemPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container as it is now: its record, and what is derived from the host.
 *
 * @param health empty where it is not probed, or never ran
 * @param directory where its resolv.conf, hostname, hosts and log lie
 * @param logPath empty where its log driver writes no file
 * @param names its own first, then those that it has by others' links, as {@code web/db}
 * @param links those that it has to others, as {@code /db:/web/db}
 * @param graphData the snapshot's directories by the names of Docker's GraphDriver.Data
 */
public record ContainerView(
        ContainerRecord record,
        Optional<Health> health,
        ContainerNetworks networks,
        Path directory,
        String logPath,
        Map<String, String> graphData,
        List<MountPoint> mounts,
        List<String> execIds,
        SystemPaths systemPaths,
        String appArmorProfile,
        List<String> names,
        List<String> links) {

    public ContainerView {
        graphData = Map.copyOf(graphData);
        mounts = List.copyOf(mounts);
        execIds = List.copyOf(execIds);
        names = List.copyOf(names);
        links = List.copyOf(links);
    }
}
