package io.djong.engine.container;

import io.djong.engine.remap.ContainerUsers;
import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.store.layer.TreeCopy;
import io.djong.store.snapshot.UsageCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The directories of volumes: a volume's files lie in {@code <name>/_data}. */
final class VolumeDirectories implements AutoCloseable {
    private static final String DATA = "_data";
    private static final String DRAFT = "_draft";

    private final Path volumes;
    private final Disposal disposal;
    private final KnownSizes<String> sizes = new KnownSizes<>();

    VolumeDirectories(Path volumes) {
        this.volumes = volumes;
        this.disposal = new Disposal(volumes);
    }

    Path data(String name) {
        return volumes.resolve(name).resolve(DATA);
    }

    /** The volumes that are there, in no order. */
    List<String> names() {
        try (Stream<Path> entries = Files.list(volumes)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith(".") && Files.isDirectory(data(name)))
                    .toList();
        } catch (IOException e) {
            throw Internal.failedTo("list " + volumes, e);
        }
    }

    /** When a volume was made. */
    Instant created(String name) {
        try {
            return Files.getLastModifiedTime(volumes.resolve(name)).toInstant();
        } catch (NoSuchFileException e) {
            throw missing(name, e);
        } catch (IOException e) {
            throw Internal.failedTo("look at volume " + name, e);
        }
    }

    /**
     * The bytes of a volume's files: counted, but where no container wrote since they were counted last.
     *
     * @param unused whether no container with the volume runs
     */
    long size(String name, BooleanSupplier unused) {
        try {
            return sizes.get(name, unused, () -> UsageCount.of(data(name)).bytes());
        } catch (KernelException e) {
            throw e.is(Errno.ENOENT) ? missing(name, e) : e;
        }
    }

    private static NotFound missing(String name, Exception cause) {
        return new NotFound("get " + name + ": no such volume", cause);
    }

    /** A container that has these volumes begins to run. */
    void used(List<PlannedMount> mounts) {
        mounts.stream()
                .filter(PlannedMount::isVolume)
                .forEach(mount -> sizes.forget(mount.point().name()));
    }

    /** Whether what the engine keeps lies below a directory. */
    boolean isBelow(Path directory) {
        return volumes.startsWith(directory);
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
     *
     * @param users those of the container whose root file system it is
     */
    synchronized void make(PlannedMount mount, Path rootfs, ContainerUsers users) {
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
                fill(users.seen(draft), rootfs, mount.point().destination());
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
            sizes.forget(name);
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
