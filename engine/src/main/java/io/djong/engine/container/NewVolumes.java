package io.djong.engine.container;

import io.djong.engine.remap.ContainerUsers;
import io.djong.engine.volume.Volume;
import io.djong.engine.volume.VolumeSource;
import io.djong.engine.volume.Volumes;
import io.djong.model.ContainerId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The volumes of a container that is being made: nobody removes them until it is on record, and this is closed. */
final class NewVolumes implements AutoCloseable {
    private final ContainerId id;
    private final MountPlan plan;
    private final List<PlannedMount> mounts;
    private final RootFileSystems roots;
    private final ContainerUsers users;
    private final Volumes volumes;
    private final VolumeHolders holders;
    private final Volumes.Hold hold;

    NewVolumes(ContainerRecord record, ContainerFiles files, VolumeHolders holders) {
        this.id = record.id();
        this.volumes = files.volumes();
        this.plan = new MountPlan(record, volumes.paths());
        this.mounts = plan.volumes();
        this.roots = files.roots();
        this.users = files.remap().of(record.host());
        this.holders = holders;
        this.hold =
                volumes.hold(mounts.stream().map(mount -> mount.point().name()).collect(Collectors.toSet()));
    }

    /** Makes those that are missing and fills those that are empty; the root file system is the image's still. */
    void make(Undo undo) {
        for (PlannedMount mount : mounts) {
            String name = mount.point().name();
            boolean isNew = volumes.find(name).isEmpty();
            Volume _ = volumes.create(plan.request(mount));
            if (isNew && mount.is(PlannedMount.Trait.ANONYMOUS)) {
                undo.add(() -> hold.undo(name));
            }
        }
        List<PlannedMount> wanted = mounts.stream()
                .filter(mount -> !mount.is(PlannedMount.Trait.EMPTY))
                .toList();
        try {
            wanted.forEach(mount -> volumes.mount(mount.point().name()));
            fill(wanted.stream()
                    .filter(mount -> volumes.isEmpty(mount.point().name()))
                    .toList());
        } finally {
            wanted.stream()
                    .map(mount -> mount.point().name())
                    .filter(volumes::isMounted)
                    .forEach(name -> hold.unmount(name, () -> holders.isUsed(name)));
        }
    }

    private void fill(List<PlannedMount> empty) {
        if (empty.isEmpty()) {
            return;
        }
        Path rootfs = roots.mount(id, users);
        try {
            for (PlannedMount mount : empty) {
                MountPoint point = mount.point();
                volumes.fill(point.name(), new VolumeSource(rootfs, point.destination(), users), holders);
            }
        } finally {
            roots.unmount(id);
        }
    }

    @Override
    public void close() {
        hold.close();
    }
}
