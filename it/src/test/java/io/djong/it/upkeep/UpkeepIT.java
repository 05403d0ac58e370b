package io.djong.it.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.registry.FakeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checking, moving and wiping a data root; and what is left in one when everything was removed. */
final class UpkeepIT {
    private DaemonUnderTest daemon;

    @BeforeEach
    void start() {
        Host.requirePrivileges();
        daemon = DaemonUnderTest.fresh(EngineKind.DJONGD).start();
        Host.importBusybox(daemon);
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void aCheckRepairsBlobsAndLayers() throws IOException {
        assertEquals(8, daemon.instead("--check").exit(), "it must be refused while a daemon runs");
        daemon.stop();
        assertEquals(0, daemon.instead("--check").exit());

        Path shell = only(daemon.root().data().resolve("snapshots"), "fs/bin/busybox");
        Files.delete(shell);
        Result layer = daemon.instead("--check").exits(1);
        assertTrue(layer.out().contains("was damaged: it is unpacked anew"), layer::out);

        Path blob = largest(daemon.root().data().resolve("blobs/sha256"));
        Command.of("truncate", "-s", "-1", blob.toString()).run().ok();
        Result damaged = daemon.instead("--check").exits(1);
        assertTrue(damaged.out().contains("blob sha256:" + blob.getFileName() + " was damaged"), damaged::out);
        assertFalse(Files.exists(blob));
        assertEquals(0, daemon.instead("--check").exit());

        Files.delete(only(daemon.root().data().resolve("snapshots"), "fs/bin/busybox"));
        Result note = daemon.instead("--check");
        assertTrue(note.out().contains("without the blob that cannot be judged"), note::out);
    }

    @Test
    void aConfigurationThatWasMadeHereIsWrittenAgain() throws IOException {
        String id = daemon.docker().inspect("busybox", "{{.Id}}");
        daemon.stop();
        Files.delete(daemon.root().data().resolve("blobs").resolve(id.replace(':', '/')));
        Result restored = daemon.instead("--check").exits(1);
        assertTrue(restored.out().contains("is written again"), restored::out);
        assertEquals(
                0,
                daemon.start()
                        .docker()
                        .run("save", "-o", daemon.root().path() + "/saved.tar", "busybox")
                        .exit());
    }

    @Test
    void aDataRootMovesWithAllThatIsInIt() throws IOException {
        String script = "rm /bin/ls; ln -s ../../../../up /link; echo mine > /etc/mine; echo kept > /v/kept";
        daemon.docker().ok("run", "--name", "writer", "-v", "vol:/v", "busybox", "sh", "-c", script);
        String running =
                daemon.docker().ok("run", "-d", "busybox", "sleep", "1000").line();
        daemon.kill();
        Path elsewhere = Files.createTempDirectory(Path.of("/dev/shm"), "dj").resolve("root");
        Result refused =
                daemon.instead("--move-data-root", elsewhere.toString()).exits(1);
        assertTrue(refused.err().contains("containers are running"), refused::err);
        daemon.start().docker().ok("rm", "-f", running);
        daemon.stop();
        List<String> before = tree(daemon.root().data());

        Path beside = daemon.root().path().resolve("renamed");
        assertEquals(0, daemon.instead("--move-data-root", beside.toString()).exit());
        assertFalse(Files.exists(daemon.root().data()));
        Result copied = daemon.instead("--data-root", beside.toString(), "--move-data-root", elsewhere.toString());
        assertEquals(0, copied.exit(), copied::toString);
        assertFalse(Files.exists(beside));
        String home = daemon.root().data().toString();
        assertEquals(
                0,
                daemon.instead("--data-root", elsewhere.toString(), "--move-data-root", home)
                        .exit());
        Files.delete(elsewhere.getParent());
        assertEquals(before, tree(daemon.root().data()));
        assertEquals(0, daemon.instead("--check").exit());
        daemon.start();
        Result diff = daemon.docker().ok("diff", "writer");
        assertTrue(diff.lines().contains("D /bin/ls"), diff::out);
        daemon.docker().ok("start", "-a", "writer");
    }

    @Test
    void aMoveGoesNowhereItMustNot() throws IOException {
        daemon.stop();
        Path full = Files.createDirectory(daemon.root().path().resolve("full"));
        Files.writeString(full.resolve("file"), "x");
        Result notEmpty = daemon.instead("--move-data-root", full.toString()).exits(1);
        assertTrue(notEmpty.err().contains("is not empty"), notEmpty::err);
        Result inside =
                daemon.instead("--move-data-root", daemon.root().data() + "/in").exits(1);
        assertTrue(inside.err().contains("lie in each other"), inside::err);
        assertEquals(0, daemon.instead("--check").exit());
    }

    @Test
    void wipingEndsAndRemovesEverything() throws IOException {
        daemon.docker().ok("run", "-d", "--init", "-p", "127.0.0.1::80", "-v", "/v", "busybox", "sleep", "1000");
        Result refused = daemon.instead("--wipe", "--yes").exits(1);
        assertTrue(refused.err().contains("another djongd is using"), refused::err);
        daemon.kill();
        assertEquals(1, daemon.instead("--wipe").exit(), "nobody said yes");
        assertTrue(Files.exists(daemon.root().data().resolve("state.db")));
        Result wiped = daemon.instead("--wipe", "--yes");
        assertEquals(0, wiped.exit(), wiped::toString);
        assertFalse(Files.exists(daemon.root().data()));
        assertFalse(Files.exists(daemon.root().exec()));
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        assertFalse(mounts.contains(daemon.root().path() + "/"), mounts);
        assertFalse(
                Command.of("ps", "-eo", "args")
                        .run()
                        .out()
                        .contains(daemon.root().exec() + "/"),
                "a container's processes must have ended");
        assertEquals("", daemon.start().docker().ok("ps", "-aq").out());
    }

    @Test
    void withoutImagesAndContainersTheRootIsAsSmallAsAtFirst() throws IOException {
        Path data = daemon.root().data();
        DaemonUnderTest other =
                DaemonUnderTest.fresh(EngineKind.DJONGD, "--bridge", "none").start();
        other.stop();
        long first = size(other.root().data());
        other.close();
        for (int i = 0; i < 10; i++) {
            daemon.docker().ok("tag", "busybox", "tag:" + i);
        }
        daemon.docker().ok("run", "-v", "vol:/v", "--name", "one", "busybox", "cp", "/bin/busybox", "/v/copy");
        daemon.docker().ok("commit", "one", "committed");
        daemon.docker().ok("rm", "-v", "one");
        daemon.docker().ok("image", "prune", "-a", "-f");
        Command.of("rm", "-r", data.resolve("volumes/vol").toString()).run().ok(); // there is no "volume rm" yet
        Await.until(
                "what was removed is deleted",
                Host.LIMIT,
                () -> isEmpty(data.resolve("snapshots/trash")) && isEmpty(data.resolve("containers")));
        daemon.stop();
        assertTrue(size(data) - first < 64 * 1024, () -> first + " bytes at first, then " + size(data) + list(data));
    }

    @Test
    void layersMayBeKeptUnpackedOnly() throws IOException {
        Path blobs = daemon.root().data().resolve("blobs/sha256");
        daemon.stop().configure("{\"discard-layer-blobs\":true}").start();
        Await.until("the layer's blob is gone", Host.LIMIT, () -> size(blobs) < 100_000);
        Host.importBusybox(daemon);
        Await.until("the next one's too", Host.LIMIT, () -> size(blobs) < 100_000);
        assertEquals(
                "runs",
                daemon.docker().ok("run", "--rm", "busybox", "echo", "runs").line());
        Result save = daemon.docker()
                .run("save", "-o", daemon.root().path() + "/saved.tar", "busybox")
                .exits(1);
        assertTrue(save.err().contains("is kept unpacked only, and cannot be packed again as it came"), save::err);
        assertWhatWasPackedHereCanBePackedAgain();
        daemon.stop();
        assertEquals(0, daemon.instead("--check").exit());
    }

    private void assertWhatWasPackedHereCanBePackedAgain() throws IOException {
        String tar = daemon.root().path().resolve("exported.tar").toString();
        daemon.docker().ok("create", "--name", "made", "busybox");
        daemon.docker().ok("export", "-o", tar, "made");
        daemon.docker().ok("import", tar, "exported");
        Path blobs = daemon.root().data().resolve("blobs/sha256");
        Await.until("its blob is gone", Host.LIMIT, () -> size(blobs) < 100_000);
        daemon.docker().ok("save", "-o", tar, "exported");
        try (FakeRegistry registry = FakeRegistry.start()) {
            String name = registry.authority() + "/exported";
            daemon.docker().ok("tag", "exported", name);
            daemon.docker().ok("push", name);
        }
    }

    private static Path only(Path directory, String below) throws IOException {
        try (Stream<Path> snapshots = Files.list(directory)) {
            return snapshots
                    .map(snapshot -> snapshot.resolve(below))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path largest(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static boolean isEmpty(Path directory) {
        return Command.of("find", directory.toString(), "-mindepth", "1")
                .run()
                .out()
                .isEmpty();
    }

    private static long size(Path root) {
        return Long.parseLong(
                Command.of("du", "-sb", root.toString()).run().ok().line().split("\t", -1)[0]);
    }

    private static String list(Path root) {
        return Command.of("find", root.toString(), "-type", "f", "-size", "+1k", "-ls")
                .run()
                .out();
    }

    /** All but what changes with every use: names, types, owners, modes, times, sizes, links. */
    private static List<String> tree(Path root) {
        return Command.of(
                        "sh",
                        "-c",
                        "cd " + root + " && find snapshots blobs volumes -printf '%p %y %U:%G %m %l %s %T@\\n'"
                                + " | grep -v ' d .*' | sort")
                .run()
                .ok()
                .lines();
    }
}
