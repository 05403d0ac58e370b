package io.djong.engine.volume;

import io.djong.engine.disk.Disposal;
import io.djong.engine.disk.KnownSizes;
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

/** The directories of volumes. */
final class VolumeDirectories implements AutoCloseable {
    private static final String DRAFT = "_draft";

    private final VolumePaths paths;
    private final Path volumes;
    private final Disposal disposal;
    private final KnownSizes<String> sizes = new KnownSizes<>();

    VolumeDirectories(VolumePaths paths) {
        this.paths = paths;
        this.volumes = paths.root();
        this.disposal = new Disposal(volumes);
    }

    Path data(String name) {
        return paths.data(name);
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

    /** Somebody begins to write to a volume. */
    void used(String name) {
        sizes.forget(name);
    }

    /** Whether a volume has no files. */
    boolean isEmpty(String name) {
        try (Stream<Path> entries = Files.list(data(name))) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw Internal.failedTo("look at volume " + name, e);
        }
    }

    /** Makes a volume's directory. */
    void make(String name) {
        try {
            Files.createDirectories(data(name));
        } catch (IOException e) {
            throw Internal.failedTo("make volume " + name, e);
        }
    }

    /**
     * Drafts a volume's contents: what a root file system has in some place.
     *
     * @return false if it has no such place
     * @throws InvalidArgument if there is a file
     */
    boolean draft(String name, VolumeSource from) {
        Path volume = volumes.resolve(name);
        try (Directory root = Directory.open(from.rootfs());
                Directory parent = Directory.open(volume)) {
            Optional<Directory> found = find(root, from.place());
            if (found.isEmpty()) {
                return false;
            }
            try (Directory source = found.get()) {
                parent.removeTree(DRAFT); // a crash may have left it
                copy(source, from.users().seen(Files.createDirectory(volume.resolve(DRAFT))));
            }
            return true;
        } catch (EngineException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failedToFill(name, e);
        }
    }

    /** Makes the draft the volume, whose directory is empty and nobody's yet: in one step, whatever happens. */
    void replaceByDraft(String name) {
        try {
            Files.move(volumes.resolve(name).resolve(DRAFT), data(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failedToFill(name, e);
        }
    }

    /** Copies the draft into the volume, whose directory somebody has. */
    void copyDraft(String name) {
        try (Directory parent = Directory.open(volumes.resolve(name))) {
            try (Directory draft = Directory.open(volumes.resolve(name).resolve(DRAFT))) {
                copy(draft, data(name));
            }
            parent.removeTree(DRAFT);
        } catch (IOException | RuntimeException e) {
            throw failedToFill(name, e);
        }
    }

    private static Internal failedToFill(String name, Exception cause) {
        return Internal.failedTo("fill volume " + name, cause);
    }

    private static void copy(Directory source, Path target) throws IOException {
        try (Directory directory = Directory.open(target)) {
            TreeCopy.copy(source, directory);
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
