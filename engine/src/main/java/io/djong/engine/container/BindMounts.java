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
 * Makes what the runtime mounts of what was planned. Images, and parts of volumes, whose paths their contents could turn
 * elsewhere and which are looked up within the volume, are mounted at a place of ours until the runtime has taken them:
 * until {@link #close}.
 */
final class BindMounts implements AutoCloseable {
    private final Path directory;
    private final ContainerUsers users;
    private final ImageMounter images;
    private final List<Path> places = new ArrayList<>();

    /** Mounts an image, so that it can be read, over an empty directory. */
    interface ImageMounter {
        void mount(MountPoint image, Path place);
    }

    /**
     * Makes those of one container.
     *
     * @param directory for what is mounted meanwhile; made when it is needed
     * @param users the container's
     */
    BindMounts(Path directory, ContainerUsers users, ImageMounter images) {
        this.directory = directory;
        this.users = users;
        this.images = images;
    }

    /** @throws InvalidArgument in Docker's words if a part of a volume is not there, or mounts cannot propagate so */
    BindMount of(PlannedMount mount) {
        Propagation propagation = Propagation.of(mount.point().propagation()).orElse(Propagation.RPRIVATE);
        boolean whole = mount.subpath().isEmpty() && !mount.isImage();
        return mount.bind(source(mount), whole ? possible(mount, propagation) : propagation);
    }

    /** Where it can be bound from. @throws InvalidArgument in Docker's words if a part is not there */
    Path source(PlannedMount mount) {
        Path whole = mount.isImage() ? image(mount.point()) : mount.source(users);
        return mount.subpath().isEmpty() ? whole : part(whole, mount.subpath());
    }

    private Path image(MountPoint point) {
        Path place = place(true);
        images.mount(point, place);
        return place;
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
            throw Internal.failedTo("make a place to mount at", e);
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
            throw Internal.failedTo("remove what was mounted for a container", e);
        }
    }
}
