package io.djong.engine.container;

import io.djong.engine.event.Events;
import io.djong.engine.image.Images;
import io.djong.engine.remap.UserRemap;
import io.djong.engine.volume.Volumes;
import io.djong.log.LogPump;
import io.djong.network.Networks;
import io.djong.runtime.Tasks;
import io.djong.store.db.Database;
import io.djong.store.snapshot.Snapshots;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the containers of an engine need of the rest of it.
 *
 * @param remap who the users of containers are
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
        ContainerSettings settings,
        UserRemap remap,
        LogPump pump,
        InstantSource clock,
        RandomGenerator random) {}
