package io.djong.engine.container;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.TreeCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The directories of volumes: a volume's files lie in {@code <name>/_data}. */
final class VolumeDirectories implements AutoCloseable {
    private static final String DATA = "_data";
    private static final String DRAFT = "_draft";

    private final Path volumes;
    private final Disposal disposal;

    VolumeDirectories(Path volumes) {
        this.volumes = volumes;
        this.disposal = new Disposal(volumes);
    }

    Path data(String name) {
        return volumes.resolve(name).resolve(DATA);
    }

    /** The volumes among the mounts that are not there yet. */
    List<PlannedMount> missing(List<PlannedMount> mounts) {
        return mounts.stream()
                .filter(mount ->
                        mount.isVolume() && !Files.exists(data(mount.point().name())))
                .toList();
    }

    /**
     * Makes a volume, if it is not there, with a copy of what a root file system has in its place. A crash leaves it
     * unmade. One at a time: two containers may want the same.
     */
    synchronized void make(PlannedMount mount, Path rootfs) {
        String name = mount.point().name();
        if (Files.exists(data(name))) {
            return;
        }
        Path draft = volumes.resolve(name).resolve(DRAFT);
        try {
            try (Directory parent = Directory.open(Files.createDirectories(volumes.resolve(name)))) {
                parent.removeTree(DRAFT);
            }
            Files.createDirectory(draft);
            if (!mount.is(PlannedMount.Trait.EMPTY)) {
                fill(draft, rootfs, mount.point().destination());
            }
            Files.move(draft, data(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (EngineException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw Internal.failedTo("make volume " + name, e);
        }
    }

    private static void fill(Path draft, Path rootfs, String place) throws IOException {
        try (Directory root = Directory.open(rootfs);
                Directory target = Directory.open(draft)) {
            Optional<Directory> source = find(root, place);
            if (source.isPresent()) {
                try (Directory directory = source.get()) {
                    TreeCopy.copy(directory, target);
                }
            }
        }
    }

    private static Optional<Directory> find(Directory root, String place) {
        try {
            return Optional.of(root.descend(place));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            if (e.is(Errno.ENOTDIR)) {
                throw new InvalidArgument("cannot mount volume over existing file, file exists " + place, e);
            }
            throw e;
        }
    }

    /** Removes a volume, if it is there. */
    void remove(String name) {
        if (Files.exists(volumes.resolve(name))) {
            disposal.remove(name);
        }
    }

    /** Begins to delete what was removed, what crashes left first. */
    void start() {
        disposal.start();
    }

    /** Ends the deletion; the next start goes on with it. */
    @Override
    public void close() {
        disposal.close();
    }
}
