package io.djong.engine.container;

import io.djong.engine.remap.ContainerUsers;
import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileHandle;
import io.djong.kernel.file.FileType;
import io.djong.kernel.mount.MountInfo;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.UnmountFlag;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.BindMount;
import io.djong.runtime.spec.BindMount.Propagation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what the runtime mounts of what was planned. Parts of volumes, whose paths their contents could turn elsewhere,
 * are looked up within the volume and mounted at a place of ours until the runtime has taken them: until {@link #close}.
 */
final class BindMounts implements AutoCloseable {
    private final Path directory;
    private final ContainerUsers users;
    private final List<Path> places = new ArrayList<>();

    /**
     * @param directory for the parts of one container's volumes; made when it is needed
     * @param users that container's
     */
    BindMounts(Path directory, ContainerUsers users) {
        this.directory = directory;
        this.users = users;
    }

    /** @throws InvalidArgument in Docker's words if a part of a volume is not there, or mounts cannot propagate so */
    BindMount of(PlannedMount mount) {
        Path source = mount.source(users);
        Propagation propagation = Propagation.of(mount.point().propagation()).orElse(Propagation.RPRIVATE);
        return mount.subpath().isEmpty()
                ? mount.bind(source, possible(mount, propagation))
                : mount.bind(part(source, mount.subpath()), propagation);
    }

    /** Where the container gets a file of the engine's from. */
    Path own(Path file) {
        return users.seen(file);
    }

    private Path part(Path volume, String subpath) {
        try (Directory root = Directory.open(volume);
                FileHandle part = find(root, subpath)) {
            Path place = place(part.stat().type() == FileType.DIRECTORY);
            Mounts.bind(Path.of(part.procPath()), place, io.djong.kernel.mount.Reach.RECURSIVE);
            return place;
        } catch (KernelException e) {
            throw new InvalidArgument(
                    "cannot access path \"" + volume.resolve(subpath) + "\": "
                            + e.errno().text(),
                    e);
        }
    }

    private Path place(boolean isDirectory) {
        try {
            Path place = Files.createDirectories(directory).resolve(Integer.toString(places.size()));
            clear(place); // a daemon that died may have left it
            places.add(isDirectory ? Files.createDirectory(place) : Files.createFile(place));
            return place;
        } catch (IOException e) {
            throw Internal.failedTo("make a place for a part of a volume", e);
        }
    }

    private static void clear(Path place) throws IOException {
        while (Mounts.unmount(place, UnmountFlag.DETACH)) {
            // until what is below shows
        }
        Files.deleteIfExists(place);
    }

    private static FileHandle find(Directory root, String subpath) {
        try {
            return root.descend(subpath);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOTDIR)) {
                throw e;
            }
            return root.resolveFile(subpath, Access.READ);
        }
    }

    /** Mounts propagate out of the host's only where these are shared, and into the container's from such alone. */
    private static Propagation possible(PlannedMount mount, Propagation wanted) {
        if (wanted == Propagation.PRIVATE || wanted == Propagation.RPRIVATE) {
            return wanted;
        }
        Path source = Path.of(mount.point().source());
        MountInfo host = Mounts.containing(source).orElseThrow();
        boolean slave = wanted == Propagation.SLAVE || wanted == Propagation.RSLAVE;
        boolean master = host.tags().stream().anyMatch(tag -> tag.startsWith("master:"));
        if (host.isShared() || (slave && master)) {
            return wanted;
        }
        if (mount.is(PlannedMount.Trait.PROPAGATES_IF_POSSIBLE)) {
            return Propagation.RPRIVATE;
        }
        throw new InvalidArgument("path " + source + " is mounted on " + host.mountPoint() + " but it is not a shared "
                + (slave ? "or slave mount" : "mount"));
    }

    @Override
    public void close() {
        if (places.isEmpty()) {
            return;
        }
        try {
            for (Path place : places) {
                clear(place);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw Internal.failedTo("remove the places of parts of volumes", e);
        }
    }
}
