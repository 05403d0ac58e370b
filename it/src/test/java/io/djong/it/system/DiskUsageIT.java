package io.djong.it.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DiskUsageIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @Test
    void theAccountIsWhatAWalkOverTheDiskFinds() {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "dockerd's disk looks otherwise");
        HOST.docker().ok("run", "--name", "ended", "busybox", "sh", "-c", "echo 12345 > /f; ln /f /g; rm /bin/vi");
        HOST.docker()
                .ok("run", "-d", "--name", "runs", "-v", "df:/d", "busybox", "sh", "-c", "echo x > /d/x; sleep 100");
        HOST.docker().ok("exec", "runs", "sh", "-c", "until [ -s /d/x ]; do :; done; mkdir /e; seq 1 9 > /e/s");
        Path snapshots = HOST.daemon().root().data().resolve("snapshots");
        long ended = bytesBelow(upper("ended"));
        long runs = bytesBelow(upper("runs"));
        assertEquals(6, ended);
        assertEquals(18, runs);
        assertEquals(2, bytesBelow(HOST.daemon().root().data().resolve("volumes/df/_data")));
        long layers;
        try (Stream<Path> all = Files.list(snapshots)) {
            layers = all.map(each -> each.resolve("fs"))
                    .filter(Files::isDirectory)
                    .mapToLong(DiskUsageIT::bytesBelow)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String answer = df("/v1.47/system/df");
        assertTrue(answer.contains("\"LayersSize\":" + (layers - ended - runs) + ","), answer);
        assertTrue(answer.contains("\"SizeRw\":" + ended + ","), answer);
        assertTrue(answer.contains("\"SizeRw\":" + runs + ","), answer);
        assertTrue(answer.contains("{\"RefCount\":1,\"Size\":2}"), answer);
        HOST.docker().ok("rm", "-f", "runs");
        HOST.docker().ok("run", "--rm", "-v", "df:/d", "busybox", "sh", "-c", "seq 1 5 > /d/x");
        String later = df("/v1.47/system/df");
        HOST.docker().ok("volume", "rm", "df");
        assertTrue(later.contains("{\"RefCount\":0,\"Size\":10}"), later);
    }

    private static Path upper(String name) {
        return Path.of(HOST.docker().inspect(name, "{{.GraphDriver.Data.UpperDir}}"));
    }

    /** The bytes of regular files, each once, whatever names it has. */
    private static long bytesBelow(Path directory) {
        Set<Object> seen = new HashSet<>();
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> seen.add(inode(file)))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCommandLineSumsItUp() {
        HOST.docker().ok("run", "--name", "ended", "busybox", "sh", "-c", "echo 12345 > /f");
        List<String> lines = HOST.docker()
                .ok("system", "df", "--format", "{{.Type}} {{.TotalCount}} {{.Active}} {{.Size}}")
                .lines();
        assertEquals("Containers 1 0 6B", lines.get(1));
        assertEquals("Build Cache 0 0 0B", lines.get(3));
        Result verbose = HOST.docker().ok("system", "df", "-v");
        assertTrue(verbose.out().contains("Containers space usage:"), verbose::out);
    }

    @Test
    void oneKindIsToldAlone() {
        String answer = df("/v1.47/system/df?type=container&type=volume");
        assertTrue(answer.contains("\"Images\":null"), answer);
        assertTrue(answer.contains("\"Containers\":[]"), answer);
        assertFalse(answer.contains("BuilderSize"), answer);
        assertTrue(df("/v1.41/system/df").contains("\"BuilderSize\":0"));
        assertEquals("{\"message\":\"unknown object type: odd\"}", df("/v1.47/system/df?type=odd"));
    }

    private static String df(String path) {
        return Command.of(
                        "curl",
                        "-s",
                        "--unix-socket",
                        HOST.daemon().root().socket().toString(),
                        "http://docker" + path)
                .run()
                .ok()
                .line();
    }

    @Test
    void pruningTakesWhatNothingUses() {
        HOST.docker().ok("run", "-d", "--name", "runs", "busybox", "sleep", "100");
        String ended = HOST.docker()
                .ok("run", "-d", "busybox", "sh", "-c", "echo 12345 > /f")
                .line();
        HOST.docker().ok("wait", ended);
        HOST.docker().ok("create", "--name", "kept", "--label", "keep=1", "busybox");
        HOST.docker().ok("network", "create", "unused");
        HOST.docker().ok("network", "create", "--label", "keep=1", "used");
        Result old = HOST.docker().ok("container", "prune", "-f", "--filter", "until=1h");
        assertEquals("Total reclaimed space: 0B", old.line());
        Result pruned = HOST.docker().ok("container", "prune", "-f", "--filter", "label!=keep");
        assertEquals("Deleted Containers:\n" + ended + "\n\nTotal reclaimed space: 6B", pruned.line());
        Result networks = HOST.docker().ok("network", "prune", "-f", "--filter", "label!=keep");
        assertEquals("Deleted Networks:\nunused", networks.line());
        Result all = HOST.docker().ok("system", "prune", "-f");
        assertTrue(all.out().contains("Deleted Networks:\nused"), all::out);
        assertEquals(
                List.of("runs"),
                HOST.docker().ok("ps", "-a", "--format", "{{.Names}}").lines());
        assertEquals(
                1,
                HOST.docker()
                        .run("container", "prune", "-f", "--filter", "odd=1")
                        .exit());
    }
}
