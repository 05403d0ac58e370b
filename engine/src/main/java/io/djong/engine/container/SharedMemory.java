package io.djong.engine.container;

import io.djong.kernel.file.Owner;
import io.djong.kernel.mount.MountFlag;
import io.djong.kernel.mount.Mounts;
import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/** What containers that share their IPC have as {@code /dev/shm}: a tmpfs of the host's, that others can mount too. */
record SharedMemory(Path directory) {
    private static final int ANYBODYS = 01777;

    Path path(ContainerId id) {
        return directory.resolve(id.value());
    }

    /** Mounts one, of that many bytes, and says where. */
    Path mount(ContainerId id, long size, Owner owner) {
        Path place = path(id);
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw Internal.failedTo("make the shared memory of container " + id, e);
        }
        Mounts.mount(
                "tmpfs",
                "shm",
                place,
                Set.of(MountFlag.NO_SUID, MountFlag.NO_EXEC, MountFlag.NO_DEVICES),
                "mode=" + Integer.toOctalString(ANYBODYS) + ",size=" + size + ",uid=" + owner.uid() + ",gid="
                        + owner.gid());
        return place;
    }

    /** Unmounts one, if it is there; who has mounted it keeps it. */
    void unmount(ContainerId id) {
        Path place = path(id);
        try {
            while (Mounts.isMountPoint(place)) {
                Mounts.unmount(place);
            }
            Files.deleteIfExists(place);
        } catch (IOException e) {
            throw Internal.failedTo("remove the shared memory of container " + id, e);
        }
    }

    /** Unmounts those of containers that do not run. */
    void reconcile(Predicate<ContainerId> running) {
        RootFileSystems.containersIn(directory).stream()
                .filter(running.negate())
                .forEach(id -> Teardown.step(id, "its shared memory", () -> unmount(id)));
    }
}
