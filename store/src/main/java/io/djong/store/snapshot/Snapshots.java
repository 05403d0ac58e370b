package io.djong.store.snapshot;

import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.mount.MountFlag;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.OverlayMount;
import io.djong.kernel.mount.Reach;
import io.djong.kernel.mount.UnmountFlag;
import io.djong.model.Digest;
import io.djong.model.container.FileChange;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import io.djong.store.layer.LayerPacker;
import io.djong.store.layer.LowerTree;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.layer.UpperChanges;
import io.djong.store.layer.Usage;
import io.djong.store.lease.Collectable;
import io.djong.store.lease.Lease;
import io.djong.store.lease.References;
import io.djong.store.lease.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Root file systems as chains of directories, joined by overlayfs.
 *
 * <p>A committed snapshot is one layer of an image, {@code snapshots/<n>/fs}, keyed by its chainID. Layers do not need
 * each other to be unpacked, so those of one image are unpacked at the same time, each into a {@link Draft}, and then
 * committed from the lowest up. A writable snapshot is a container's: its changes lie in {@code fs}, overlayfs's own
 * things in {@code work}.
 *
 * <p>Numbers are never used twice while anything of their first use is left. What is removed is first renamed into
 * {@code snapshots/trash}, and deleted in the background. A directory without a record is the trace of a crash;
 * {@link #start} and garbage collection remove it.
 *
 * <p>Safe for use by many threads.
 */
public final class Snapshots implements Collectable, AutoCloseable {
    public static final Schema SCHEMA = new Schema("snapshots", """
        CREATE TABLE snapshots (
          key TEXT PRIMARY KEY,
          number INTEGER NOT NULL UNIQUE,
          parent TEXT REFERENCES snapshots (key),
          kind TEXT NOT NULL,
          bytes INTEGER NOT NULL,
          inodes INTEGER NOT NULL,
          created INTEGER NOT NULL,
          unsynced_since TEXT
        );
        CREATE INDEX snapshots_parent ON snapshots (parent);
        """);

    /** How many layers an image may have: what overlayfs stacks, less the container's own and the base. */
    public static final int MAX_LAYERS = 125;

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Database database;
    private final InstantSource clock;
    private final SnapshotDirectories directories;
    private final AtomicLong lastNumber = new AtomicLong();
    /** Directories in use that have no record yet. */
    private final Set<Long> unrecorded = ConcurrentHashMap.newKeySet();
    /** This boot of the machine; set by start. */
    private String boot = "";

    /** @param dataRoot the snapshots lie in its directory {@code snapshots} */
    public Snapshots(Path dataRoot, Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.directories = new SnapshotDirectories(dataRoot.resolve("snapshots"), database);
    }

    /**
     * Makes the directories, clears away what a crash left, and starts the background work. Called once, first.
     *
     * <p>If the machine went down before a layer's files were on the disk, they cannot be trusted: such layers are
     * removed, except below a container, and their images are to be removed by the caller ({@link
     * io.djong.store.image.ImageStore#removeUnless}).
     */
    public void start() throws IOException {
        boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        List<String> lost = database.write(tx -> SnapshotRecords.removeDoubtful(tx, boot));
        if (!lost.isEmpty()) {
            LOG.warn("the machine went down before {} layers were written to the disk; they are removed", lost.size());
        }
        Set<Long> recorded = database.read(SnapshotRecords::numbers);
        lastNumber.set(directories.open(recorded));
    }

    /** Ends the background deletion; what is left to delete is deleted after the next start. */
    @Override
    public void close() {
        directories.close();
    }

    public Optional<Snapshot> find(String key) {
        return database.read(session -> find(session, key));
    }

    public Optional<Snapshot> find(Session session, String key) {
        return SnapshotRecords.find(session, key);
    }

    /** All snapshots, in no order. */
    public List<Snapshot> list() {
        return database.read(SnapshotRecords::list);
    }

    /**
     * Protects a layer, and those below it, by the lease, whether it is there or not, and says if it is. If it is, it
     * stays while the lease is open.
     */
    public boolean hold(Lease lease, Digest chainId) {
        return database.write(tx -> {
            lease.protect(tx, new Resource.Snapshot(chainId.toString()));
            return SnapshotRecords.find(tx, chainId.toString()).isPresent();
        });
    }

    /** An empty directory to unpack a layer into. */
    public Draft draft() {
        long number = lastNumber.incrementAndGet();
        unrecorded.add(number);
        try {
            return new Draft(this, number, directories.create(number));
        } catch (RuntimeException e) {
            unrecorded.remove(number);
            throw e;
        }
    }

    /**
     * Makes a draft a layer on top of its parent, protected by the lease. Directories that it implied get their
     * metadata from the layers below. If the layer is there already, the draft is thrown away.
     *
     * @param parent the chainID of the layer below, which must be committed; empty for a lowest layer
     * @return the layer's chainID
     */
    public Digest commit(Lease lease, Draft draft, Optional<Digest> parent, UnpackedLayer layer) {
        Digest chainId = ChainId.of(parent, layer.diffId());
        Optional<String> parentKey = parent.map(Digest::toString);
        if (!hold(lease, chainId)) {
            parentKey.ifPresent(below -> complete(draft, below, layer.impliedDirectories()));
            boolean added = database.write(tx -> {
                requireCommitted(tx, parentKey);
                Snapshot snapshot = snapshot(chainId.toString(), parentKey, Snapshot.Kind.COMMITTED, layer.usage());
                return SnapshotRecords.insert(tx, snapshot, draft.number(), Optional.of(boot));
            });
            if (added) {
                draft.markCommitted();
                unrecorded.remove(draft.number());
                directories.syncLater();
            }
        }
        return chainId;
    }

    private void complete(Draft draft, String parent, List<String> implied) {
        List<Path> lower = database.read(session -> lower(session, parent));
        try (ImpliedDirectories below = new ImpliedDirectories(lower)) {
            implied.forEach(path -> below.complete(draft.directory(), path));
        } catch (KernelException e) {
            throw Internal.failedTo("complete the directories of layer " + draft.directory(), e);
        }
    }

    /** As the other, without layers beside it. */
    public SnapshotPaths prepare(String key, Optional<Digest> parent) {
        return prepare(key, parent, List.of());
    }

    /**
     * Makes a writable snapshot. It stays until {@link #remove}, and with it the layers that its owner needs beside it.
     *
     * @param key a name of the caller's choice, such as a container's id
     * @param parent the layer to stand on; empty for an empty file system
     * @param others the layers beside it
     * @throws Conflict if there is a snapshot of that name
     * @throws NotFound if there is no such layer
     */
    public SnapshotPaths prepare(String key, Optional<Digest> parent, List<Digest> others) {
        long number = lastNumber.incrementAndGet();
        unrecorded.add(number);
        try {
            Optional<String> parentKey = parent.map(Digest::toString);
            Path upper = directories.create(number);
            Path work = directories.createWork(number);
            List<Path> lower = database.write(tx -> {
                List<Resource> held = new ArrayList<>(List.of(new Resource.Snapshot(key)));
                requireCommitted(tx, parentKey);
                for (Digest other : others) {
                    requireCommitted(tx, Optional.of(other.toString()));
                    held.add(new Resource.Snapshot(other.toString()));
                }
                if (!SnapshotRecords.insert(
                        tx, snapshot(key, parentKey, Snapshot.Kind.WRITABLE, Usage.NONE), number, Optional.empty())) {
                    throw new Conflict("snapshot " + key + " exists");
                }
                References.set(tx, holder(key), held);
                return standing(tx, parentKey);
            });
            takeRootMetadata(upper, lower.getFirst());
            return new SnapshotPaths(lower, upper, work);
        } catch (RuntimeException e) {
            directories.discard(number);
            throw e;
        } finally {
            unrecorded.remove(number);
        }
    }

    /** The root of an overlay is its topmost directory's. */
    private static void takeRootMetadata(Path upper, Path lower) {
        try (Directory to = Directory.open(upper);
                Directory from = Directory.open(lower)) {
            ImpliedDirectories.copyMetadata(from, to);
        } catch (KernelException e) {
            throw Internal.failedTo("copy the metadata of " + lower, e);
        }
    }

    /**
     * Where a writable snapshot's parts are.
     *
     * @throws NotFound if there is no such snapshot
     */
    public SnapshotPaths paths(String key) {
        return database.read(session -> {
            Snapshot snapshot = require(session, key);
            long number = SnapshotRecords.number(session, key);
            return new SnapshotPaths(
                    standing(session, snapshot.parent()), directories.fs(number), directories.work(number));
        });
    }

    /**
     * Where the layers of a committed snapshot are, the topmost first.
     *
     * @throws NotFound if there is no such snapshot
     */
    public List<Path> layers(Digest chainId) {
        return database.read(session -> {
            require(session, chainId.toString());
            return lower(session, chainId.toString());
        });
    }

    /**
     * Mounts a writable snapshot in this process's mount namespace.
     *
     * @param target a directory, which must exist
     */
    public void mount(SnapshotPaths paths, Path target) {
        // redirect_dir=off: a renamed directory is copied, as its layer must be readable without the ones below.
        OverlayMount overlay = OverlayMount.writable(paths.lower(), paths.upper(), paths.work())
                .with("redirect_dir", "off")
                .with("index", "off");
        try {
            Mounts.overlay(overlay, target);
        } catch (KernelException e) {
            throw Internal.failedTo("mount the root file system at " + target, e);
        }
    }

    /**
     * Mounts layers so that they can be read alone.
     *
     * @param layers the topmost first; none for an empty file system
     * @param target an empty directory
     */
    public void mountReadOnly(List<Path> layers, Path target) {
        try {
            switch (layers.size()) {
                case 0 -> {
                    // It is empty already.
                }
                case 1 -> Mounts.bind(layers.getFirst(), target, Reach.ONE, Set.of(MountFlag.READ_ONLY));
                default -> Mounts.overlay(OverlayMount.readOnly(layers).with("redirect_dir", "off"), target);
            }
        } catch (KernelException e) {
            throw Internal.failedTo("mount an image at " + target, e);
        }
    }

    /**
     * Unmounts, even where somebody is inside: for such processes it stays until they leave, for nobody else.
     *
     * @return false if nothing was mounted there
     */
    public boolean unmount(Path target) {
        try {
            return Mounts.unmount(target, UnmountFlag.DETACH);
        } catch (KernelException e) {
            throw Internal.failedTo("unmount " + target, e);
        }
    }

    /** What a writable snapshot has changed of what lies below it, while it may be in use. */
    public List<FileChange> changes(String key) {
        SnapshotPaths paths = paths(key);
        try (Directory upper = Directory.open(paths.upper());
                LowerTree lower = LowerTree.open(paths.lower())) {
            return UpperChanges.list(upper, lower);
        } catch (KernelException e) {
            throw Internal.failedTo("list the changes of snapshot " + key, e);
        }
    }

    /**
     * Packs what a writable snapshot has changed as a layer's archive, while it may be in use. The root itself is in it
     * only where its owner, mode or attributes are others than below.
     */
    public void packChanges(String key, OutputStream out) throws IOException {
        SnapshotPaths paths = paths(key);
        pack(paths.upper(), paths.lower().getFirst(), out);
    }

    /** Packs a layer as {@link #packChanges} would have, of what it holds now. */
    public void packLayer(Digest chainId, OutputStream out) throws IOException {
        List<Path> layers = layers(chainId);
        pack(layers.getFirst(), layers.size() > 1 ? layers.get(1) : directories.base(), out);
    }

    private static void pack(Path top, Path below, OutputStream out) throws IOException {
        try (Directory upper = Directory.open(top);
                Directory lower = Directory.open(below)) {
            if (ImpliedDirectories.sameMetadata(upper, lower)) {
                LayerPacker.packContents(upper, out);
            } else {
                LayerPacker.pack(upper, out);
            }
        } catch (KernelException e) {
            throw Internal.failedTo("pack " + top, e);
        }
    }

    /**
     * What a snapshot takes up by itself: as recorded, or for a writable one, as counted now.
     *
     * @throws NotFound also if it is removed while it is counted
     */
    public Usage usage(String key) {
        Snapshot snapshot = find(key).orElseThrow(() -> missing(key));
        if (snapshot.kind() == Snapshot.Kind.COMMITTED) {
            return snapshot.usage();
        }
        Path upper = paths(key).upper();
        try {
            return UsageCount.of(upper);
        } catch (KernelException e) {
            throw find(key).isEmpty() ? missing(key) : Internal.failedTo("count the size of snapshot " + key, e);
        }
    }

    /** What a snapshot's directory holds now, counted; empty if it is missing. */
    public Optional<Usage> present(String key) {
        Path fs = directory(key);
        return Files.isDirectory(fs) ? Optional.of(UsageCount.of(fs)) : Optional.empty();
    }

    /** What a draft holds so far, counted. */
    public Usage count(Draft draft) {
        return UsageCount.of(directories.fs(draft.number()));
    }

    /** The directory that a snapshot's files are in, or should be. */
    public Path directory(String key) {
        return directories.fs(number(key));
    }

    private long number(String key) {
        return database.read(session -> SnapshotRecords.number(session, key));
    }

    /** Puts a draft in the place of a layer's damaged directory, while no container runs. */
    public void replace(Lease lease, Snapshot layer, Draft draft, UnpackedLayer unpacked) {
        boolean held = hold(lease, Digest.parse(layer.key()));
        if (!held) {
            throw missing(layer.key());
        }
        layer.parent().ifPresent(below -> complete(draft, below, unpacked.impliedDirectories()));
        long damaged = number(layer.key());
        int _ = database.writeDurably(tx -> SnapshotRecords.renumber(tx, layer.key(), draft.number(), boot));
        draft.markCommitted();
        unrecorded.remove(draft.number());
        directories.discard(damaged);
        directories.syncLater();
    }

    /** The bytes of each layer, by its chainID. */
    public Map<String, Long> layerSizes() {
        return database.read(SnapshotRecords::layerSizes);
    }

    /** The bytes of all layers below a snapshot. */
    public long bytesBelow(String key) {
        return database.read(session -> SnapshotRecords.bytesBelow(session, key));
    }

    /** Removes a writable snapshot, which must not be mounted any more. @return false if there was none */
    public boolean remove(String key) {
        Optional<Runnable> discard = database.write(tx -> condemn(tx, key));
        discard.ifPresent(Runnable::run);
        return discard.isPresent();
    }

    /**
     * Removes the record of a writable snapshot within a transaction that removes more.
     *
     * @return what removes its directories, to be run once the transaction is committed and the snapshot not mounted
     *     any more; empty if there was none
     */
    public Optional<Runnable> condemn(Transaction tx, String key) {
        Optional<Long> number = SnapshotRecords.remove(tx, key, Snapshot.Kind.WRITABLE);
        number.ifPresent(gone -> References.clear(tx, holder(key)));
        return number.map(gone -> () -> directories.discard(gone));
    }

    @Override
    public Condemned condemn(Transaction tx, Set<String> held) {
        List<SnapshotRecords.Gone> gone = SnapshotRecords.removeAllBut(tx, held);
        return () -> {
            gone.forEach(snapshot -> directories.discard(snapshot.number()));
            directories.discardStrays(this::isStray);
            return gone.stream().mapToLong(SnapshotRecords.Gone::bytes).sum();
        };
    }

    /** Looked at in this order, because a commit writes the record before it takes the number off the unrecorded. */
    private boolean isStray(long number) {
        return !unrecorded.contains(number)
                && !database.read(session -> session.exists("SELECT 1 FROM snapshots WHERE number = ?", number));
    }

    void discard(Draft draft) {
        directories.discard(draft.number());
        unrecorded.remove(draft.number());
    }

    /** What a writable snapshot lies on: the layers of its parent, and the base. */
    private List<Path> standing(Session session, Optional<String> parent) {
        List<Path> below = new ArrayList<>();
        parent.ifPresent(key -> below.addAll(lower(session, key)));
        below.add(directories.base());
        return below;
    }

    private List<Path> lower(Session session, String key) {
        return SnapshotRecords.chain(session, key).stream().map(directories::fs).toList();
    }

    private Snapshot snapshot(String key, Optional<String> parent, Snapshot.Kind kind, Usage usage) {
        return new Snapshot(key, parent, kind, usage, clock.instant());
    }

    private static void requireCommitted(Session session, Optional<String> parent) {
        parent.ifPresent(key -> {
            if (require(session, key).kind() != Snapshot.Kind.COMMITTED) {
                throw new Conflict("snapshot " + key + " is not a layer");
            }
        });
    }

    private static Snapshot require(Session session, String key) {
        return SnapshotRecords.find(session, key).orElseThrow(() -> missing(key));
    }

    private static NotFound missing(String key) {
        return new NotFound("snapshot " + key + " does not exist");
    }

    private static String holder(String key) {
        return "snapshot/" + key;
    }
}
