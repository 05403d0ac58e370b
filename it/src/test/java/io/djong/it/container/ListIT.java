package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ListIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @Test
    void filtersChooseWhatIsListed() {
        HOST.docker().ok("create", "--name", "first", "--label", "colour=blue", "busybox");
        HOST.docker().ok("run", "-d", "--name", "second", "-p", "127.0.0.1::80/udp", "busybox", "sleep", "100");
        HOST.docker().run("run", "--name", "third", "busybox", "sh", "-c", "exit 3");
        assertEquals(List.of("third", "second", "first"), names());
        assertEquals(List.of("third"), names("--filter", "exited=3"));
        assertEquals(List.of("second"), names("--filter", "expose=80/udp"));
        assertEquals(List.of(), names("--filter", "publish=80/udp"));
        assertEquals(List.of("first"), names("--filter", "before=second"));
        assertEquals(List.of("third"), names("--filter", "since=second"));
        assertEquals(List.of("first"), names("--filter", "name=^/first$"));
        assertEquals(List.of("third", "second", "first"), names("--filter", "ancestor=busybox"));
        assertEquals(List.of("third", "second"), names("-n", "2"));
        assertEquals(List.of("third"), names("-l"));
    }

    @Test
    void whatIsNoFilterIsRefused() {
        Result result = HOST.docker().run("ps", "--filter", "colour=blue").exits(1);
        assertTrue(result.err().toLowerCase(java.util.Locale.ROOT).contains("invalid filter 'colour'"), result::err);
        Result unknown = HOST.docker().run("ps", "--filter", "since=nobody").exits(1);
        assertTrue(unknown.err().toLowerCase(java.util.Locale.ROOT).contains("no such container"), unknown::err);
    }

    @Test
    void anImagesIdIsShownWhereItsNameHasMovedOn() {
        HOST.docker().ok("tag", "busybox", "moving");
        HOST.docker().ok("create", "--name", "made", "moving");
        assertEquals("moving", image("made"));
        HOST.docker().ok("rmi", "moving");
        String id = HOST.docker().inspect("busybox", "{{.Id}}");
        assertEquals(id.substring("sha256:".length(), "sha256:".length() + 12), image("made"));
    }

    private static String image(String name) {
        return HOST.docker()
                .ok("ps", "-a", "--filter", "name=" + name, "--format", "{{.Image}}")
                .line();
    }

    @Test
    void sizesAreWhatTheContainerWroteAndThatWithItsImage() {
        HOST.docker().ok("run", "--name", "writer", "busybox", "dd", "if=/dev/zero", "of=/f", "bs=1000", "count=5");
        String image = HOST.docker().inspect("busybox", "{{.Size}}");
        String sizes = HOST.docker()
                .ok("inspect", "--size", "--format", "{{.SizeRw}} {{.SizeRootFs}}", "writer")
                .line();
        assertEquals("5000 " + (5000 + Long.parseLong(image)), sizes);
        String listed = HOST.docker().ok("ps", "-as", "--format", "{{.Size}}").line();
        assertTrue(listed.startsWith("5kB (virtual "), listed);
    }

    @Test
    void aSizeGrowsWithTheContainer() {
        HOST.docker().ok("create", "--name", "grower", "busybox", "sh", "-c", "echo 123 >> /f");
        assertEquals("0", written("grower"));
        HOST.docker().ok("start", "-a", "grower");
        assertEquals("4", written("grower"));
        HOST.docker().ok("start", "-a", "grower");
        assertEquals("8", written("grower"));
    }

    private static String written(String name) {
        return HOST.docker()
                .ok("inspect", "--size", "--format", "{{.SizeRw}}", name)
                .line();
    }

    private static List<String> names(String... options) {
        return HOST.docker()
                .command("ps", "-a", "--format", "{{.Names}}")
                .and(options)
                .run()
                .ok()
                .lines();
    }
}
