package io.djong.engine.container;

import io.djong.model.container.LogConfig;
import io.djong.runtime.RuntimePaths;
import io.djong.runtime.spec.HostDefaults;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What the daemon's configuration says of containers.
 *
 * @param dataRoot where their files are kept
 * @param execRoot on a tmpfs: root file systems are mounted below it
 * @param runtime where the runtime keeps a container's control FIFO, and which runtimes there are
 * @param devices where devices are looked for
 * @param hostDefaults what containers get of the host that do not say otherwise; asked for at each creation
 * @param logDefaults the log driver of containers that ask for none, and its options: valid ones
 */
public record ContainerSettings(
        Path dataRoot,
        Path execRoot,
        RuntimePaths runtime,
        DeviceSettings devices,
        Supplier<HostDefaults> hostDefaults,
        LogConfig logDefaults) {}
