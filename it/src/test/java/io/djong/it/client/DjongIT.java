package io.djong.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program {@code djong}, in the place of {@code docker}. */
final class DjongIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    Path here;

    private static Command djong(String... words) {
        return Command.of(Path.of(System.getProperty("djong.distribution", ""), "bin", "djong")
                        .toString())
                .and("-H", "unix://" + HOST.daemon().root().socket())
                .and(words);
    }

    private static Result ok(String... words) {
        return djong(words).run().ok();
    }

    @Test
    void filesGoIntoAContainerAndOut() throws IOException {
        HOST.docker().ok("create", "--name", "box", "busybox");
        Files.createDirectories(here.resolve("tree/sub"));
        Files.writeString(here.resolve("tree/sub/deep"), "deep\n");
        Files.createSymbolicLink(here.resolve("tree/link"), Path.of("sub/deep"));
        ok("cp", here.resolve("tree").toString(), "box:/fresh");
        ok("cp", here.resolve("tree") + "/.", "box:/tmp");
        ok("cp", here.resolve("tree/sub/deep").toString(), "box:/tmp/renamed");
        ok("cp", "box:/fresh", here.resolve("back").toString());
        assertEquals("deep\n", Files.readString(here.resolve("back/sub/deep")));
        assertTrue(Files.isSymbolicLink(here.resolve("back/link")));
        ok("cp", "box:/tmp/.", here.toString());
        assertEquals("deep\n", Files.readString(here.resolve("renamed")));
        assertEquals("deep\n", Files.readString(here.resolve("sub/deep")));
        ok("cp", "-L", "box:/tmp/link", here.resolve("followed").toString());
        assertEquals("deep\n", Files.readString(here.resolve("followed")));
        Result missing = djong("cp", "box:/nosuch", here.toString()).run().exits(1);
        assertTrue(missing.err().contains("Could not find the file /nosuch in container box"), missing::err);
        Path tar = here.resolve("out.tar");
        Files.writeString(tar, ok("cp", "box:/fresh", "-").out());
        djong("cp", "-", "box:/etc").withInputFrom(tar).run().ok();
        List<String> changes = ok("diff", "box").lines();
        assertTrue(changes.containsAll(List.of("A /fresh", "A /etc/fresh/sub/deep", "C /tmp")), changes::toString);
        Path exported = here.resolve("whole.tar");
        ok("export", "-o", exported.toString(), "box");
        List<String> members =
                Command.of("tar", "tf", exported.toString()).run().ok().lines();
        assertTrue(members.contains("fresh/sub/deep"), members::toString);
    }

    @Test
    void aContainerIsChangedMeasuredCommittedAndPruned() {
        HOST.docker().ok("run", "-d", "--name", "box", "--network", "none", "busybox", "sleep", "100");
        assertEquals(
                "box",
                ok("update", "--memory", "64m", "--memory-swap", "128m", "--restart", "no", "box")
                        .line());
        assertEquals("67108864", HOST.docker().inspect("box", "{{.HostConfig.Memory}}"));
        List<String> table = ok("stats", "--no-stream", "box").lines();
        assertTrue(
                table.getFirst().startsWith("CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT"), table::toString);
        assertTrue(table.get(1).contains("/ 64MiB"), table::toString);
        assertTrue(ok("commit", "-m", "why", "box", "made:1").line().startsWith("sha256:"));
        assertEquals("why", HOST.docker().inspect("made:1", "{{.Comment}}"));
        HOST.docker().ok("rmi", "made:1");
        HOST.docker().ok("kill", "box");
        List<String> usage = ok("system", "df").lines();
        assertEquals("TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE", usage.getFirst());
        assertTrue(usage.get(2).startsWith("Containers      1         0 "), usage::toString);
        Result pruned = djong("container", "prune").run("y\n").ok();
        assertTrue(pruned.out().contains("Deleted Containers:\n"), pruned::out);
        assertEquals(List.of(), HOST.docker().ok("ps", "-aq").lines());
    }
}
