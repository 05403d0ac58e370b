package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes, with names and without. */
final class VolumeIT {
    private static final String SOURCE = "{{(index .Mounts 0).Source}}";

    @RegisterExtension
    static final Host HOST = Host.with();

    private static Path source(String container) {
        return Path.of(
                HOST.docker().ok("inspect", "-f", SOURCE, container).out().strip());
    }

    private static boolean isMounted(Path place) {
        try {
            return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + place + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aVolumeBeginsWithWhatTheImageHasAndGoesWhenThatIsAskedFor() {
        HOST.docker()
                .ok("create", "--name", "full", "-v", "/etc", "busybox", "sh", "-c", "echo new > /etc/new; ls /etc");
        Path volume = source("full");
        assertTrue(Files.exists(volume.resolve("passwd")), "the image's files are there before the start");
        Result result = HOST.docker().ok("start", "-a", "full");
        assertTrue(result.lines().contains("passwd") && result.lines().contains("new"), result::out);
        assertTrue(Files.exists(volume.resolve("new")));
        HOST.docker().ok("rm", "-v", "full");
        assertFalse(Files.exists(volume));
    }

    @Test
    void itIsAVolumeByInspect() {
        HOST.docker().ok("create", "--name", "seen", "-v", "/data", "busybox", "true");
        String mount = HOST.docker()
                .ok(
                        "inspect",
                        "-f",
                        "{{range .Mounts}}{{.Type}} {{len .Name}} {{.Destination}} {{.Driver}} {{.RW}}{{end}}",
                        "seen")
                .out();
        assertEquals("volume 64 /data local true\n", mount);
        HOST.docker().ok("rm", "-v", "seen");
    }

    @Test
    void itGoesWithAContainerThatRemovesItself() {
        HOST.docker().ok("create", "--rm", "--name", "brief", "-v", "/data", "busybox", "touch", "/data/file");
        Path volume = source("brief");
        HOST.docker().ok("start", "brief");
        Await.until("the volume is gone", Duration.ofSeconds(10), () -> !Files.exists(volume));
    }

    @Test
    void itOutlivesARemovalThatDoesNotAskForIt() {
        HOST.docker().ok("create", "--name", "kept", "-v", "/data", "busybox", "true");
        Path volume = source("kept");
        String name = String.valueOf(volume.resolve("..").normalize().getFileName());
        HOST.docker().ok("rm", "kept");
        assertTrue(Files.exists(volume));
        HOST.docker().ok("create", "--name", "heir", "-v", name + ":/data", "busybox", "true");
        assertEquals(volume, source("heir"));
        HOST.docker().ok("rm", "-v", "heir");
        assertTrue(Files.exists(volume), "who names a volume keeps it");
        HOST.docker().ok("volume", "rm", name);
        assertFalse(Files.exists(volume));
    }

    @Test
    void aNamedVolumeKeepsWhatContainersWroteUntilItIsRemoved() {
        HOST.docker().ok("volume", "create", "--label", "kind=data", "named");
        HOST.docker().ok("run", "--rm", "-v", "named:/etc", "busybox", "touch", "/etc/written");
        Result files = HOST.docker().ok("run", "--rm", "-v", "named:/v", "busybox", "ls", "/v");
        assertTrue(files.lines().containsAll(List.of("passwd", "written")), files::out);
        assertEquals(
                "named data",
                HOST.docker()
                        .ok("volume", "ls", "-f", "label=kind", "--format", "{{.Name}} {{.Label \"kind\"}}")
                        .line());
        HOST.docker().ok("create", "--name", "user", "-v", "named:/v", "busybox", "true");
        Result refused = HOST.docker().run("volume", "rm", "named").exits(1);
        assertTrue(refused.err().contains("remove named: volume is in use - ["), refused::err);
        HOST.docker().ok("rm", "-v", "user");
        assertEquals("named", HOST.docker().ok("volume", "rm", "named").line());
        HOST.docker().run("volume", "inspect", "named").exits(1);
    }

    @Test
    void whatItsOptionsSayIsMountedAsLongAsItIsUsed() {
        HOST.docker()
                .ok("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "-o", "o=size=1m,uid=1000", "memory");
        Path place = HOST.daemon().root().data().resolve("volumes/memory/_data");
        HOST.docker().ok("run", "-d", "--name", "first", "-v", "memory:/m", "busybox", "sleep", "60");
        assertTrue(isMounted(place));
        Result seen =
                HOST.docker().ok("run", "--rm", "-v", "memory:/m", "busybox", "sh", "-c", "stat -c %u /m; df -k /m");
        assertTrue(seen.lines().getFirst().equals("1000") && seen.out().contains(" 1024 "), seen::out);
        assertTrue(isMounted(place), "the first has it still");
        HOST.daemon().kill();
        HOST.daemon().start();
        HOST.docker().ok("kill", "first");
        Await.until("it is unmounted", Duration.ofSeconds(10), () -> !isMounted(place));
        HOST.docker().ok("rm", "first");
        HOST.docker().ok("volume", "rm", "memory");
    }

    @Test
    void aDeviceThatCannotBeMountedIsNamed() {
        String volume =
                "type=volume,src=bad,dst=/b,volume-opt=type=none,volume-opt=device=/not/there,volume-opt=o=bind";
        Result refused = HOST.docker()
                .run("run", "--rm", "--mount", volume, "busybox", "true")
                .exits(127); // the CLI reads it out of the words
        assertTrue(
                refused.err().contains("failed to mount local volume: mount /not/there:")
                        && refused.err().contains("no such file or directory"),
                refused::err);
        HOST.docker().ok("volume", "rm", "bad");
        assertEquals("", HOST.docker().ok("ps", "-aq").out());
    }

    @Test
    void aLinkThatIsRemovedLeavesTheContainer() {
        HOST.docker().ok("create", "--name", "linked", "busybox", "true");
        Result refused = HOST.docker().run("rm", "--link", "linked").exits(1);
        assertTrue(
                refused.err().contains("Conflict, cannot remove the default link name of the container"), refused::err);
        HOST.docker().ok("rm", "linked");
    }
}
