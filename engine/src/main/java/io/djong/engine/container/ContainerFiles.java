package io.djong.engine.container;

import io.djong.engine.remap.UserRemap;
import io.djong.engine.volume.Volumes;
import java.nio.file.Path;

/** What containers have on the disk. */
record ContainerFiles(
        ContainerPaths paths,
        ContainerDirectories directories,
        RootFileSystems roots,
        Volumes volumes,
        SharedMemory memory,
        UserRemap remap) {

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
                needs.remap());
    }
}
