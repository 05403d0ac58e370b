package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.ContainerId;
import io.djong.store.db.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The events of volumes that containers use. */
final class VolumeEvents {
    private VolumeEvents() {}

    static void mounted(Events events, Transaction tx, ContainerId id, List<PlannedMount> mounts) {
        each(
                mounts,
                point -> add(
                        events,
                        tx,
                        "mount",
                        point.name(),
                        Map.of(
                                "container", id.value(),
                                "destination", point.destination(),
                                "driver", "local",
                                "propagation", point.propagation(),
                                "read/write", Boolean.toString(point.writable()))));
    }

    static void unmounted(Events events, Transaction tx, ContainerId id, List<PlannedMount> mounts) {
        each(
                mounts,
                point -> add(events, tx, "unmount", point.name(), Map.of("container", id.value(), "driver", "local")));
    }

    private static void each(List<PlannedMount> mounts, Consumer<MountPoint> what) {
        mounts.stream().filter(PlannedMount::isVolume).map(PlannedMount::point).forEach(what);
    }

    private static void add(Events events, Transaction tx, String action, String name, Map<String, String> attributes) {
        events.add(tx, EventType.VOLUME, action, name, attributes);
    }
}
