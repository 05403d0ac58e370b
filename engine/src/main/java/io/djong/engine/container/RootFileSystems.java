package io.djong.engine.container;

import io.djong.engine.disk.KnownSizes;
import io.djong.engine.image.LocalImage;
import io.djong.engine.remap.ContainerUsers;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.Owner;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.FileChange;
import io.djong.model.error.Internal;
import io.djong.store.db.Transaction;
import io.djong.store.layer.ArchiveIds;
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
import java.util.Optional;
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
    private final Owner user;
    /** Those that are mounted, and what the ids in their files are to archives. */
    private final ConcurrentMap<ContainerId, ArchiveIds> mounted = new ConcurrentHashMap<>();

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

    /**
     * @param mounts the directory below which they are mounted, on a tmpfs
     * @param user who is to find them there, besides root: the root of containers
     */
    RootFileSystems(Snapshots snapshots, Path mounts, Owner user) {
        this.snapshots = snapshots;
        this.mounts = mounts;
        this.user = user;
    }

    /** @param others layers that are to stay as long as it does */
    void create(ContainerId id, LocalImage image, List<Digest> others) {
        snapshots.prepare(id.value(), image.topLayer(), others);
    }

    /** Mounts an image by its topmost layer, so that it can be read, over an empty directory. */
    void mountImage(Optional<Digest> layer, ContainerUsers users, Path place) {
        List<Path> layers = layer.map(snapshots::layers).orElse(List.of());
        snapshots.mountReadOnly(layers.stream().map(users::seen).toList(), place);
    }

    /** Mounts it for the container and says where. */
    Path mount(ContainerId id, ContainerUsers users) {
        lent.compute(id, (_, use) -> {
            if (use == null) {
                attach(id, users);
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
    Lent lend(ContainerId id, ContainerUsers users) {
        lent.compute(id, (_, use) -> {
            if (use != null) {
                return new Use(use.readers + 1, use.running);
            }
            boolean running = mounted.containsKey(id);
            if (!running) {
                attach(id, users);
            }
            return new Use(1, running);
        });
        return new Lent(id, mounted.getOrDefault(id, ArchiveIds.SAME));
    }

    /** A mounted root file system; to be closed once. */
    final class Lent implements AutoCloseable {
        private final ContainerId id;
        private final ArchiveIds ids;

        private Lent(ContainerId id, ArchiveIds ids) {
            this.id = id;
            this.ids = ids;
        }

        /** What ids of archives are in its files. */
        ArchiveIds ids() {
            return ids;
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

    private void attach(ContainerId id, ContainerUsers users) {
        Path target = place(id);
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw Internal.failedTo("make the mount point of container " + id, e);
        }
        mounted.put(id, users.inArchives());
        written.forget(id);
        try {
            snapshots.mount(snapshots.paths(id.value()).by(users::seen), target);
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
                () -> !mounted.containsKey(id),
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

    /**
     * Unmounts all but those wanted, and removes snapshots of containers that are not known; what resists stays.
     *
     * @param wanted with what ids of archives are in their files
     */
    void reconcile(Map<ContainerId, ArchiveIds> wanted, Predicate<ContainerId> known) {
        enclose();
        Set<ContainerId> stuck = new HashSet<>();
        for (ContainerId id : containersIn(mounts)) {
            mounted.put(id, wanted.getOrDefault(id, ArchiveIds.SAME));
            if (!wanted.containsKey(id) && !Teardown.step(id, "its mount", () -> unmount(id))) {
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

    /** Programs that root owns and that run as root may lie there: nobody but containers' own root is to reach them. */
    private void enclose() {
        try {
            Files.createDirectories(mounts);
            try (Directory directory = Directory.open(mounts)) {
                if (!user.equals(Owner.ROOT)) {
                    directory.setOwner(new Owner(Owner.ROOT.uid(), user.gid()));
                }
                directory.setPermissions(0710);
            }
        } catch (IOException | KernelException e) {
            throw Internal.failedTo("make " + mounts, e);
        }
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
