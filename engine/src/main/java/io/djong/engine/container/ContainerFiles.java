package io.djong.engine.container;

import java.nio.file.Path;

/** What containers have on the disk. */
record ContainerFiles(
        ContainerPaths paths,
        ContainerDirectories directories,
        RootFileSystems roots,
        VolumeDirectories volumes,
        SharedMemory memory) {

    static ContainerFiles of(ContainerNeeds needs) {
        ContainerPaths paths = new ContainerPaths(needs.dataRoot());
        Path mounts = needs.execRoot().resolve("rootfs");
        return new ContainerFiles(
                paths,
                new ContainerDirectories(paths),
                new RootFileSystems(needs.snapshots(), mounts),
                new VolumeDirectories(paths.volumes()),
                new SharedMemory(needs.execRoot().resolve("shm")));
    }
}
