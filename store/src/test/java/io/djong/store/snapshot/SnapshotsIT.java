package io.djong.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.Owner;
import io.djong.kernel.mount.Mounts;
import io.djong.model.Digest;
import io.djong.model.container.FileChange;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.store.db.Database;
import io.djong.store.gc.GarbageCollector;
import io.djong.store.layer.LayerLimits;
import io.djong.store.layer.LayerUnpacker;
import io.djong.store.layer.SpecialFiles;
import io.djong.store.layer.TarMaker;
import io.djong.store.layer.TreeListing;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.layer.Usage;
import io.djong.store.lease.Lease;
import io.djong.store.lease.Leases;
import io.djong.testkit.Privilege;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers as directories, and what overlayfs makes of them. */
class SnapshotsIT {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path root;

    private Path target;
    private Database database;
    private Leases leases;
    private Snapshots snapshots;
    private GarbageCollector collector;

    @BeforeEach
    void open() throws IOException {
        Privilege.root();
        target = Files.createDirectory(root.resolve("target"));
        database = Database.open(root.resolve("state.db"), List.of(Leases.SCHEMA, Snapshots.SCHEMA));
        leases = new Leases(database, InstantSource.system(), "test");
        start();
    }

    private void start() throws IOException {
        snapshots = new Snapshots(root, database, InstantSource.system());
        snapshots.start();
        collector = new GarbageCollector(database, leases, List.of(snapshots));
    }

    @AfterEach
    void close() {
        if (snapshots != null) {
            Mounts.unmount(target);
            snapshots.close();
            database.close();
            assertFalse(Mounts.isMountPoint(target));
        }
    }

    private Digest commit(Lease lease, Optional<Digest> parent, TarMaker layer) throws IOException {
        try (Draft draft = snapshots.draft()) {
            UnpackedLayer unpacked = new LayerUnpacker(LayerLimits.DEFAULT)
                    .unpack(new ByteArrayInputStream(layer.end()), draft.directory());
            return snapshots.commit(lease, draft, parent, unpacked);
        }
    }

    @Test
    void unmountingDoesNotWaitForThoseInside() throws Exception {
        snapshots.mount(snapshots.prepare("c", Optional.empty()), target);
        try (Directory _ = Directory.open(target)) {
            assertTrue(snapshots.unmount(target));
            assertFalse(Mounts.isMountPoint(target));
            Files.delete(target);
        }
        Files.createDirectory(target); // where the clean-up looks
        snapshots.remove("c");
    }

    @Test
    void whatTheKernelRefusesIsAFailureThatNamesThePlace() {
        Path missing = root.resolve("missing");
        SnapshotPaths paths = snapshots.prepare("c", Optional.empty());
        String refusal = assertThrows(Internal.class, () -> snapshots.mount(paths, missing))
                .message();
        assertTrue(refusal.startsWith("failed to mount the root file system at " + missing + ": "), refusal);
        snapshots.remove("c");
    }

    private List<String> directories() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("snapshots"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals("trash") && !name.equals("base"))
                    .sorted()
                    .toList();
        }
    }

    private void awaitEmptyTrash() throws Exception {
        for (int i = 0; i < 500; i++) {
            try (Stream<Path> files = Files.list(root.resolve("snapshots/trash"))) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the trash is not emptied");
    }

    @Test
    void aLongChainIsOneFileSystem() throws Exception {
        Optional<Digest> top = Optional.empty();
        try (Lease lease = leases.open("test", HOUR)) {
            for (int i = 0; i < 80; i++) {
                TarMaker layer = new TarMaker()
                        .directory("d")
                        .file("d/f" + i, "layer " + i)
                        .file("last", "layer " + i);
                if (i >= 40) {
                    layer.file("d/.wh.f" + (i - 40), "");
                }
                top = Optional.of(commit(lease, top, layer));
            }
            snapshots.mount(snapshots.prepare("c1", top), target);
        }
        assertEquals("layer 79", Files.readString(target.resolve("last")));
        try (Stream<Path> files = Files.list(target.resolve("d"))) {
            assertEquals(40, files.count());
        }
        Files.writeString(target.resolve("d/own"), "changed");
        Files.delete(target.resolve("last"));
        assertTrue(snapshots.unmount(target));
        assertFalse(snapshots.unmount(target));
        assertEquals(new Usage(7, 3), snapshots.usage("c1"));
        snapshots.mount(snapshots.paths("c1"), target);
        assertEquals("changed", Files.readString(target.resolve("d/own")));
        assertFalse(Files.exists(target.resolve("last")));
    }

    @Test
    void directoriesThatALayerImpliesKeepTheirMetadata() throws Exception {
        try (Lease lease = leases.open("test", HOUR)) {
            Digest base = commit(
                    lease,
                    Optional.empty(),
                    new TarMaker()
                            .mode(0751)
                            .directory("./")
                            .mode(01777)
                            .directory("tmp")
                            .mode(0700)
                            .directory("a")
                            .directory("a/b")
                            .directory("gone"));
            Digest middle = commit(
                    lease,
                    Optional.of(base),
                    new TarMaker().mode(0644).file(".wh.gone", "").file("other", "x"));
            Digest top = commit(
                    lease,
                    Optional.of(middle),
                    new TarMaker().file("tmp/f", "x").file("a/b/c/f", "x").file("gone/f", "x"));
            snapshots.mount(snapshots.prepare("c1", Optional.of(top)), target);
        }
        try (Directory merged = Directory.open(target);
                Directory a = merged.openDirectory("a")) {
            assertEquals(0751, merged.stat().permissions());
            assertEquals(01777, merged.stat("tmp").permissions());
            assertEquals(0700, merged.stat("a").permissions());
            assertEquals(0700, a.stat("b").permissions());
            assertEquals(0755, merged.stat("gone").permissions());
            assertEquals(Owner.ROOT, merged.stat("tmp").owner());
            FileStat tmp = merged.stat("tmp");
            assertEquals(1_700_000_000L, tmp.modified().getEpochSecond());
        }
    }

    @Test
    void theSameLayerTwiceIsKeptOnce() throws Exception {
        try (Lease lease = leases.open("test", HOUR)) {
            Digest first = commit(lease, Optional.empty(), new TarMaker().file("a", "x"));
            assertEquals(first, commit(lease, Optional.empty(), new TarMaker().file("a", "x")));
        }
        assertEquals(1, directories().size());
        awaitEmptyTrash();
    }

    @Test
    void anImageWithoutLayersHasThePlacesOfMounts() throws Exception {
        snapshots.mount(snapshots.prepare("c1", Optional.empty()), target);
        Files.writeString(target.resolve("f"), "x");
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(
                    List.of(".dockerenv", "dev", "etc", "f", "proc", "sys"),
                    files.map(file -> String.valueOf(file.getFileName()))
                            .sorted()
                            .toList());
        }
        assertEquals(List.of(new FileChange("/f", FileChange.Kind.ADDED)), snapshots.changes("c1"));
    }

    @Test
    void anImagesOwnFilesAreSeenInPlaceOfTheBase() throws Exception {
        try (Lease lease = leases.open("test", HOUR)) {
            TarMaker layer = new TarMaker().file("proc", "a file").file("etc/hosts", "its own");
            snapshots.mount(snapshots.prepare("c1", Optional.of(commit(lease, Optional.empty(), layer))), target);
        }
        assertEquals("a file", Files.readString(target.resolve("proc")));
        assertEquals("its own", Files.readString(target.resolve("etc/hosts")));
        assertTrue(Files.exists(target.resolve("etc/resolv.conf")));
    }

    /** A container's layer on top of one with a few files, mounted. */
    private Digest mountOverFiles() throws IOException {
        try (Lease lease = leases.open("test", HOUR)) {
            Digest below = commit(
                    lease,
                    Optional.empty(),
                    new TarMaker()
                            .mode(0755)
                            .directory("./")
                            .directory("gone")
                            .file("gone/f", "x")
                            .directory("new")
                            .file("new/old", "x")
                            .directory("quiet")
                            .file("quiet/f", "x")
                            .directory("changed")
                            .file("changed/f", "x")
                            .file("changed/g", "x")
                            .file("turned", "x")
                            .directory("chmod"));
            snapshots.mount(snapshots.prepare("c1", Optional.of(below)), target);
            return below;
        }
    }

    private void changeFiles() throws IOException {
        try (Directory root = Directory.open(target)) {
            root.removeTree("gone");
            root.removeTree("new");
            root.createDirectories("new/inner", 0755).close();
            Files.writeString(target.resolve("changed/f"), "longer");
            root.unlink("turned");
            root.createDirectory("turned", 0755);
            Files.writeString(target.resolve("turned/f"), "x");
            root.setPermissions("chmod", 0700);
            try (Directory quiet = root.openDirectory("quiet")) {
                quiet.createFile("passing", 0600).close();
                quiet.unlink("passing");
            }
        }
    }

    @Test
    void changesAreListedAsDockerLists() throws Exception {
        mountOverFiles();
        assertEquals(List.of(), snapshots.changes("c1"));
        changeFiles();
        List<String> expected = List.of(
                "MODIFIED /changed",
                "MODIFIED /changed/f",
                "MODIFIED /chmod",
                "DELETED /gone",
                "MODIFIED /new",
                "ADDED /new/inner",
                "DELETED /new/old",
                "MODIFIED /turned",
                "ADDED /turned/f");
        assertEquals(
                expected,
                snapshots.changes("c1").stream()
                        .map(change -> change.kind() + " " + change.path())
                        .toList());
    }

    @Test
    void packedChangesAreTheSameFileSystemAgain() throws Exception {
        Digest below = mountOverFiles();
        changeFiles();
        Files.createDirectory(target.resolve("special"));
        SpecialFiles.make(target.resolve("special"));
        byte[] packed = packed("c1");
        Map<String, String> before = TreeListing.of(target);
        snapshots.unmount(target);
        try (Lease lease = leases.open("test", HOUR);
                Draft draft = snapshots.draft()) {
            UnpackedLayer layer =
                    new LayerUnpacker(LayerLimits.DEFAULT).unpack(new ByteArrayInputStream(packed), draft.directory());
            Digest top = snapshots.commit(lease, draft, Optional.of(below), layer);
            snapshots.mount(snapshots.prepare("c2", Optional.of(top)), target);
        }
        Map<String, String> after = TreeListing.of(target);
        before.remove("."); // its times are not a layer's to set
        after.remove(".");
        assertEquals(before, after);
        assertEquals(List.of(), snapshots.changes("c2"));
    }

    private byte[] packed(String key) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshots.packChanges(key, out);
        return out.toByteArray();
    }

    @Test
    void nothingChangedIsAnEmptyArchive() throws Exception {
        mountOverFiles();
        assertEquals(1024, packed("c1").length);
        try (Directory root = Directory.open(target)) {
            root.setPermissions(0711);
        }
        assertTrue(packed("c1").length > 1024, "the root's own mode is a change");
    }

    @Test
    void whatIsNotThereIsNamed() {
        Digest nowhere = Digest.sha256(new byte[1]);
        assertThrows(NotFound.class, () -> snapshots.prepare("c1", Optional.of(nowhere)));
        assertThrows(NotFound.class, () -> snapshots.paths("c1"));
        snapshots.prepare("c1", Optional.empty());
        assertThrows(Conflict.class, () -> snapshots.prepare("c1", Optional.empty()));
        assertTrue(snapshots.remove("c1"));
        assertFalse(snapshots.remove("c1"));
    }

    @Test
    void collectionKeepsWhatContainersStandOn() throws Exception {
        List<Digest> chain = new ArrayList<>();
        try (Lease lease = leases.open("test", HOUR)) {
            for (int i = 0; i < 4; i++) {
                chain.add(commit(
                        lease,
                        chain.isEmpty() ? Optional.empty() : Optional.of(chain.getLast()),
                        new TarMaker().file("f" + i, "0123456789")));
            }
            collector.collect();
            assertEquals(4, snapshots.list().size());
        }
        snapshots.prepare("c1", Optional.of(chain.get(1)));
        assertEquals(20, collector.collect());
        assertEquals(3, snapshots.list().size());
        snapshots.mount(snapshots.paths("c1"), target);
        assertTrue(Files.exists(target.resolve("f0")));
        snapshots.unmount(target);
        snapshots.remove("c1");
        assertEquals(20, collector.collect());
        assertEquals(List.of(), directories());
        awaitEmptyTrash();
    }

    @Test
    void whatACrashLeftGoesWithTheNextStart() throws Exception {
        snapshots.prepare("kept", Optional.empty());
        try (Draft draft = snapshots.draft();
                Directory inside = draft.directory().createDirectories("a/b/c", 0755)) {
            inside.createFile("f", 0600).close();
            snapshots.close();
            start();
            assertEquals(1, directories().size());
        }
        awaitEmptyTrash();
        assertEquals(
                List.of("kept"), snapshots.list().stream().map(Snapshot::key).toList());
    }

    @Test
    void aRemovalThatAPowerCutUndidBringsTheDirectoryBack() throws Exception {
        SnapshotPaths paths = snapshots.prepare("kept", Optional.empty());
        Path directory = paths.upper().resolve("..").normalize();
        snapshots.close();
        Files.move(directory, root.resolve("snapshots/trash").resolve(directory.getFileName()));
        start();
        assertTrue(Files.exists(paths.upper()));
    }

    @Test
    void layersThatAPowerCutMayHaveSpoiltAreNotTrusted() throws Exception {
        Digest lost;
        Digest needed;
        try (Lease lease = leases.open("test", HOUR)) {
            Digest synced = commit(lease, Optional.empty(), new TarMaker().file("synced", "x"));
            awaitSync();
            Digest unsynced = commit(lease, Optional.of(synced), new TarMaker().file("unsynced", "x"));
            lost = commit(lease, Optional.of(unsynced), new TarMaker().file("on top", "x"));
            needed = commit(lease, Optional.of(synced), new TarMaker().file("needed", "x"));
            snapshots.prepare("c1", Optional.of(needed));
            snapshots.close();
            database.write(tx -> tx.execute(
                    "UPDATE snapshots SET unsynced_since = 'an earlier boot'"
                            + " WHERE unsynced_since IS NOT NULL OR key = ?",
                    unsynced));
            start();
            assertTrue(snapshots.hold(lease, synced));
            assertTrue(snapshots.hold(lease, needed));
            assertFalse(snapshots.hold(lease, unsynced));
            assertFalse(snapshots.hold(lease, lost));
        }
    }

    private void awaitSync() throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            long unsynced = database.read(
                    session -> session.number("SELECT count(*) FROM snapshots WHERE unsynced_since IS NOT NULL"));
            if (unsynced == 0) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the layers are not synced");
    }
}
