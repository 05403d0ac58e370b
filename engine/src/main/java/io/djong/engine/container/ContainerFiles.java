package io.djong.engine.container;

import io.djong.engine.remap.ContainerUsers;
import io.djong.engine.remap.UserRemap;
import io.djong.engine.volume.Volumes;
import io.djong.model.error.InvalidArgument;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What containers have on the disk.
 *
 * @param execRoot where what they are to have is mounted meanwhile
 */
record ContainerFiles(
        ContainerPaths paths,
        ContainerDirectories directories,
        RootFileSystems roots,
        Volumes volumes,
        SharedMemory memory,
        UserRemap remap,
        Path execRoot) {

    static ContainerFiles of(ContainerNeeds needs) {
        ContainerPaths paths = new ContainerPaths(needs.settings().dataRoot());
        Path mounts = needs.settings().execRoot().resolve("rootfs");
        return new ContainerFiles(
                paths,
                new ContainerDirectories(paths),
                new RootFileSystems(
                        needs.snapshots(), mounts, needs.remap().users().root()),
                needs.volumes(),
                new SharedMemory(needs.settings().execRoot().resolve("shm")),
                needs.remap(),
                needs.settings().execRoot());
    }

    /**
     * What makes the mounts of a container.
     *
     * @param name of a directory that nobody else uses meanwhile
     */
    BindMounts bindMounts(ContainerRecord record, String name) {
        ContainerUsers users = remap.of(record.host());
        return new BindMounts(
                execRoot.resolve(name),
                users,
                (image, place) -> roots.mountImage(record.ties().layerOf(image.source()), users, place));
    }

    /**
     * Those of the volumes that something is mounted at while they are used.
     *
     * @throws InvalidArgument if that cannot be for the users of this container
     */
    Set<String> mountedVolumes(ContainerRecord record, List<PlannedMount> mounts) {
        Set<String> names = mounts.stream()
                .filter(PlannedMount::isVolume)
                .map(mount -> mount.point().name())
                .filter(volumes::isMounted)
                .collect(Collectors.toSet());
        if (!names.isEmpty() && remap.of(record.host()).areRemapped()) {
            throw new InvalidArgument("the options of volumes " + names + " cannot be mounted for remapped users");
        }
        return names;
    }
}
