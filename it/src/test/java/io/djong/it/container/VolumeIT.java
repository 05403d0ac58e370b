package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes without a name. */
final class VolumeIT {
    private static final String SOURCE = "{{(index .Mounts 0).Source}}";

    @RegisterExtension
    static final Host HOST = Host.with();

    private static Path source(String container) {
        return Path.of(
                HOST.docker().ok("inspect", "-f", SOURCE, container).out().strip());
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
    void itOutlivesARemovalThatDoesNotAskForIt() throws IOException {
        HOST.docker().ok("create", "--name", "kept", "-v", "/data", "busybox", "true");
        Path volume = source("kept");
        Path directory = volume.resolve("..").normalize();
        String name = String.valueOf(directory.getFileName());
        HOST.docker().ok("rm", "kept");
        assertTrue(Files.exists(volume));
        HOST.docker().ok("create", "--name", "heir", "-v", name + ":/data", "busybox", "true");
        assertEquals(volume, source("heir"));
        HOST.docker().ok("rm", "-v", "heir");
        assertTrue(Files.exists(volume), "who names a volume keeps it");
        Files.delete(volume);
        Files.delete(directory);
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
