package io.djong.engine.container;

import io.djong.model.container.SystemPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A container as it is now: its record, and what is derived from the host.
 *
 * @param directory where its resolv.conf, hostname, hosts and log lie
 * @param logPath empty where its log driver writes no file
 * @param graphData the snapshot's directories by the names of Docker's GraphDriver.Data
 */
public record ContainerView(
        ContainerRecord record,
        ContainerNetworks networks,
        Path directory,
        String logPath,
        Map<String, String> graphData,
        List<MountPoint> mounts,
        List<String> execIds,
        SystemPaths systemPaths) {

    public ContainerView {
        graphData = Map.copyOf(graphData);
        mounts = List.copyOf(mounts);
        execIds = List.copyOf(execIds);
    }
}
