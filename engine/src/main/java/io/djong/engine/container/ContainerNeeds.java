package io.djong.engine.container;

import io.djong.engine.event.Events;
import io.djong.engine.image.Images;
import io.djong.engine.remap.UserRemap;
import io.djong.engine.volume.Volumes;
import io.djong.log.LogPump;
import io.djong.model.container.LogConfig;
import io.djong.network.Networks;
import io.djong.runtime.RuntimePaths;
import io.djong.runtime.Tasks;
import io.djong.runtime.spec.HostDefaults;
import io.djong.store.db.Database;
import io.djong.store.snapshot.Snapshots;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the containers of an engine need of the rest of it.
 *
 * @param execRoot on a tmpfs: root file systems are mounted below it
 * @param runtime where the runtime keeps a container's control FIFO, and which runtimes there are
 * @param hostDefaults what containers get of the host that do not say otherwise
 * @param remap who the users of containers are
 * @param logDefaults the log driver of containers that ask for none, and its options: valid ones
 */
public record ContainerNeeds(
        Database database,
        Events events,
        Images images,
        ContainerExecs execs,
        Networks networks,
        Volumes volumes,
        Snapshots snapshots,
        Tasks tasks,
        RuntimePaths runtime,
        DeviceSettings devices,
        HostDefaults hostDefaults,
        UserRemap remap,
        LogPump pump,
        Path dataRoot,
        Path execRoot,
        LogConfig logDefaults,
        InstantSource clock,
        RandomGenerator random) {}
