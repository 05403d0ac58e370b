package io.djong.engine.container;

import io.djong.engine.image.LocalImage;
import io.djong.model.ContainerId;
import io.djong.model.container.FileChange;
import io.djong.model.error.Internal;
import io.djong.store.db.Transaction;
import io.djong.store.snapshot.SnapshotPaths;
import io.djong.store.snapshot.Snapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The root file systems of containers: a writable snapshot each, mounted while the container runs or somebody looks at
 * its files. All share one mount: overlayfs does not bear a second one over the same directories.
 */
final class RootFileSystems {
    private final Snapshots snapshots;
    private final Path mounts;
    private final Set<ContainerId> mounted = ConcurrentHashMap.newKeySet();
    private final KnownSizes<ContainerId> written = new KnownSizes<>();
    /** Those that are lent. An entry's mount changes only while the map computes the entry. */
    private final ConcurrentMap<ContainerId, Use> lent = new ConcurrentHashMap<>();

    /**
     * Who needs a mount.
     *
     * @param readers how many it is lent to
     * @param running whether the container has it too
     */
    private record Use(int readers, boolean running) {}

    /** @param mounts the directory below which they are mounted, on a tmpfs */
    RootFileSystems(Snapshots snapshots, Path mounts) {
        this.snapshots = snapshots;
        this.mounts = mounts;
    }

    void create(ContainerId id, LocalImage image) {
        snapshots.prepare(id.value(), image.topLayer());
    }

    /** Mounts it for the container and says where. */
    Path mount(ContainerId id) {
        lent.compute(id, (_, use) -> {
            if (use == null) {
                attach(id);
                return null;
            }
            return new Use(use.readers, true);
        });
        return place(id);
    }

    /** The container needs it no more: it is unmounted, unless it is lent. One that is not mounted stays so. */
    void unmount(ContainerId id) {
        lent.compute(id, (_, use) -> {
            if (use == null) {
                detach(id);
                return null;
            }
            return new Use(use.readers, false);
        });
    }

    /** Lends it, mounted, whether the container runs or not. */
    Lent lend(ContainerId id) {
        lent.compute(id, (_, use) -> {
            if (use != null) {
                return new Use(use.readers + 1, use.running);
            }
            boolean running = mounted.contains(id);
            if (!running) {
                attach(id);
            }
            return new Use(1, running);
        });
        return new Lent(id);
    }

    /** A mounted root file system; to be closed once. */
    final class Lent implements AutoCloseable {
        private final ContainerId id;

        private Lent(ContainerId id) {
            this.id = id;
        }

        Path path() {
            return place(id);
        }

        @Override
        public void close() {
            lent.computeIfPresent(id, (_, use) -> {
                if (use.readers > 1) {
                    return new Use(use.readers - 1, use.running);
                }
                if (!use.running) {
                    detach(id);
                }
                return null;
            });
        }
    }

    private Path place(ContainerId id) {
        return mounts.resolve(id.value());
    }

    private void attach(ContainerId id) {
        Path target = place(id);
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw Internal.failedTo("make the mount point of container " + id, e);
        }
        mounted.add(id);
        written.forget(id);
        try {
            snapshots.mount(snapshots.paths(id.value()), target);
        } catch (RuntimeException e) {
            mounted.remove(id);
            try {
                Files.deleteIfExists(target);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** What it takes up: counted, but for a file system that was not mounted since it was counted last. */
    ContainerSize size(ContainerId id) {
        long own = written.get(
                id,
                () -> !mounted.contains(id),
                () -> snapshots.usage(id.value()).bytes());
        return new ContainerSize(own, own + snapshots.bytesBelow(id.value()));
    }

    private void detach(ContainerId id) {
        Path target = place(id);
        try {
            if (Files.exists(target)) {
                snapshots.unmount(target);
                Files.delete(target);
            }
            mounted.remove(id);
        } catch (IOException e) {
            throw Internal.failedTo("remove the mount point of container " + id, e);
        }
    }

    /** What the container has changed of its image's files. */
    List<FileChange> changes(ContainerId id) {
        return snapshots.changes(id.value());
    }

    /** Packs what the container has changed of its image's files as a layer. */
    void packChanges(ContainerId id, OutputStream out) throws IOException {
        snapshots.packChanges(id.value(), out);
    }

    /** Removes its record within a transaction. @return what removes what the container wrote, once it is unmounted */
    Runnable condemn(Transaction tx, ContainerId id) {
        written.forget(id);
        return snapshots.condemn(tx, id.value()).orElse(() -> {});
    }

    /** Unmounts it and removes what the container wrote. */
    void remove(ContainerId id) {
        unmount(id);
        snapshots.remove(id.value());
    }

    /** The directories by Docker's names for them. */
    Map<String, String> graphData(ContainerId id) {
        SnapshotPaths paths = snapshots.paths(id.value());
        Map<String, String> data = new LinkedHashMap<>();
        data.put("LowerDir", paths.lower().stream().map(Path::toString).collect(Collectors.joining(":")));
        data.put("MergedDir", place(id).toString());
        data.put("UpperDir", paths.upper().toString());
        data.put("WorkDir", paths.work().toString());
        return data;
    }

    /** Unmounts all but those wanted, and removes snapshots of containers that are not known; what resists stays. */
    void reconcile(Predicate<ContainerId> wanted, Predicate<ContainerId> known) {
        Set<ContainerId> stuck = new HashSet<>();
        for (ContainerId id : containersIn(mounts)) {
            mounted.add(id);
            if (!wanted.test(id) && !Teardown.step(id, "its mount", () -> unmount(id))) {
                stuck.add(id);
            }
        }
        snapshots.list().stream()
                .map(snapshot -> snapshot.key())
                .filter(RootFileSystems::isContainer)
                .map(ContainerId::new)
                .filter(known.or(stuck::contains).negate())
                .forEach(id -> Teardown.step(id, "its snapshot", () -> snapshots.remove(id.value())));
    }

    /** The containers that have an entry in a directory. */
    static List<ContainerId> containersIn(Path directory) {
        List<ContainerId> found = new ArrayList<>();
        if (Files.exists(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    String name = String.valueOf(entry.getFileName());
                    if (isContainer(name)) {
                        found.add(new ContainerId(name));
                    }
                }
            } catch (IOException e) {
                throw Internal.failedTo("list " + directory, e);
            }
        }
        return found;
    }

    private static boolean isContainer(String name) {
        return name.length() == 64 && name.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }
}
