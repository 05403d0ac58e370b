package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.Location;
import io.djong.kernel.file.Owner;
import io.djong.model.container.MountSpec;
import io.djong.model.container.PathStat;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.runtime.spec.UserLookup;
import io.djong.store.layer.ArchiveExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Copies files out of containers and into them, whether they run, are paused or do not run. Nothing that a path, a link
 * in the container or an archive says leads out of the container.
 */
public final class ContainerCopies {
    private final ContainerIndex index;
    private final ContainerFiles files;
    private final Events events;

    ContainerCopies(ContainerIndex index, ContainerFiles files, Events events) {
        this.index = index;
        this.files = files;
        this.events = events;
    }

    /** What a path of a container is. @throws NotFound if there is no such file */
    public PathStat stat(String reference, String path) {
        try (FileCopy copy = find(index.get(reference), reference, path)) {
            return copy.stat();
        }
    }

    /** Begins to copy a file or directory out of a container. @throws NotFound if there is no such file */
    public FileCopy open(String reference, String path) {
        Container container = index.get(reference);
        FileCopy copy = find(container, reference, path);
        emit(container, "archive-path");
        return copy;
    }

    private FileCopy find(Container container, String reference, String path) {
        ContainerPath wanted = ContainerPath.parse(path);
        ContainerTree tree = ContainerTree.open(container, files);
        try {
            return find(tree, wanted).orElseThrow(() -> missing(reference, path));
        } catch (KernelException e) {
            tree.close();
            throw translated(e, reference, path);
        } catch (RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    private static Optional<FileCopy> find(ContainerTree tree, ContainerPath wanted) {
        // A dot at the end has the kernel follow a link before it, as whoever writes a slash there wants.
        Location location = tree.root().locate(wanted.directory() ? wanted.clean() + "/." : wanted.clean());
        Optional<FileCopy> found = Optional.empty();
        try {
            if (!location.directory().fileSystem().isKernels()) {
                found = location.directory()
                        .find(location.name())
                        .map(file -> new FileCopy(tree, location, file, stat(tree, wanted, file)));
            }
            return found;
        } finally {
            if (found.isEmpty()) {
                location.close();
            }
        }
    }

    private static PathStat stat(ContainerTree tree, ContainerPath path, FileStat file) {
        String target = file.type() == FileType.SYMLINK ? path.follow(tree.root()) : "";
        return new PathStat(path.name(), file.size(), GoFileMode.of(file), file.modified(), target);
    }

    /**
     * Unpacks an archive, plain, gzip or zstd, into a directory of a container.
     *
     * @throws NotFound if there is no such directory
     * @throws InvalidArgument if it is none, is not to be written, or the archive cannot be unpacked there
     * @throws IOException if the archive's source fails
     */
    public void extract(String reference, String path, CopyOptions options, InputStream archive) throws IOException {
        Container container = index.get(reference);
        List<PlannedMount> volumes =
                new MountPlan(container.record(), files.volumes().paths()).volumes();
        used(volumes);
        try (ContainerTree tree = ContainerTree.open(container, files)) {
            String place = place(tree, reference, path);
            refuseReadOnly(container.record(), tree, place);
            Optional<Owner> owner = options.toUser() ? user(container.record(), tree) : Optional.empty();
            ArchiveExtractor.extract(
                    archive, tree.root(), place, new ArchiveExtractor.Rules(owner, options.keepsKinds(), tree.ids()));
        } catch (KernelException e) {
            throw translated(e, reference, path);
        } finally {
            used(volumes); // for who counted meanwhile
        }
        emit(container, "extract-to-dir");
    }

    private void used(List<PlannedMount> mounts) {
        mounts.forEach(mount -> files.volumes().used(mount.point().name()));
    }

    private static String place(ContainerTree tree, String reference, String path) {
        String place = ContainerPath.parse(path).follow(tree.root());
        try (Directory _ = tree.root().descend(place)) {
            return place;
        } catch (KernelException e) {
            if (e.is(Errno.ENOTDIR)) {
                throw new InvalidArgument("extraction point is not a directory", e);
            }
            throw translated(e, reference, path);
        }
    }

    /** The kernel would refuse too, but later and in other words. */
    private void refuseReadOnly(ContainerRecord record, ContainerTree tree, String place) {
        Optional<MountPoint> mount = new MountPlan(record, files.volumes().paths())
                .points().stream()
                        .filter(point -> ContainerPath.isWithin(place, point.destination()))
                        .max(Comparator.comparingInt(
                                point -> point.destination().length()));
        if (mount.isPresent()) {
            if (!mount.get().writable()) {
                throw new InvalidArgument("mounted volume is marked read-only");
            }
        } else if (record.host().readonlyRootfs() && !(tree.isLive() && isTmpfs(record, place))) {
            throw new InvalidArgument("container rootfs is marked read-only");
        }
    }

    private static boolean isTmpfs(ContainerRecord record, String place) {
        return record.host().tmpfs().keySet().stream().anyMatch(tmpfs -> ContainerPath.isWithin(place, tmpfs))
                || record.host().mounts().stream()
                        .filter(mount -> mount.type().equals("tmpfs"))
                        .map(MountSpec::target)
                        .anyMatch(tmpfs -> ContainerPath.isWithin(place, tmpfs));
    }

    /** The container's user, by its own files; empty where it names none. */
    private static Optional<Owner> user(ContainerRecord record, ContainerTree tree) {
        String user = record.config().user();
        if (user.isEmpty()) {
            return Optional.empty();
        }
        UserLookup.Identity identity = UserLookup.in(tree.root()).resolve(user, List.of());
        return Optional.of(new Owner(identity.uid(), identity.gid()));
    }

    private void emit(Container container, String action) {
        events.emit(EventType.CONTAINER, action, container.id().value(), container.attributes());
    }

    private static NotFound missing(String reference, String path) {
        return new NotFound("Could not find the file " + path + " in container " + reference);
    }

    private static EngineException translated(KernelException e, String reference, String path) {
        return e.is(Errno.ENOENT)
                ? missing(reference, path)
                : new InvalidArgument("lstat " + path + ": " + e.errno().text(), e);
    }
}
