package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker cp}, both ways. */
final class CopyIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @TempDir
    Path here;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(here.resolve("tree/sub"));
        Files.writeString(here.resolve("tree/sub/deep"), "deep\n");
        Files.createSymbolicLink(here.resolve("tree/link"), Path.of("sub/deep"));
        Files.writeString(here.resolve("file"), "text\n");
    }

    private static Result cp(String from, String to) {
        return HOST.docker().run("cp", from, to);
    }

    private String here(String name) {
        return here.resolve(name).toString();
    }

    private static String exec(String container, String script) {
        return HOST.docker().ok("exec", container, "sh", "-c", script).out();
    }

    private static void assertRefused(String words, Result result) {
        assertTrue(result.exits(1).err().contains(words), result::toString);
    }

    private static void run(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-d", "--name", name, "--network", "none"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("busybox", "sleep", "100"));
        HOST.docker().ok(arguments.toArray(String[]::new));
    }

    @Test
    void filesAndTreesGoWhereTheyAreSent() throws IOException {
        run("runs");
        cp(here("file"), "runs:/tmp/").ok();
        cp(here("file"), "runs:/tmp/renamed").ok();
        cp(here("tree"), "runs:/tmp").ok();
        cp(here("tree"), "runs:/fresh").ok();
        cp(here("tree") + "/.", "runs:/tmp/sub2/..").ok();
        assertEquals(
                "text\ntext\ndeep\ndeep\ndeep\nsub/deep\n",
                exec(
                        "runs",
                        "cat /tmp/file /tmp/renamed /tmp/tree/sub/deep /fresh/sub/deep /tmp/sub/deep;"
                                + " readlink /fresh/link"));
        cp("runs:/tmp/tree", here("back")).ok();
        assertEquals("deep\n", Files.readString(here.resolve("back/sub/deep")));
        cp("runs:/tmp/tree/.", here("contents")).ok();
        assertTrue(Files.isSymbolicLink(here.resolve("contents/link")));
        HOST.docker().ok("cp", "-L", "runs:/tmp/tree/link", here("followed"));
        assertEquals("deep\n", Files.readString(here.resolve("followed")));
        assertRefused("Could not find the file /none in container runs", cp("runs:/none", here("x")));
        assertRefused("No such container: nobody", cp("nobody:/x", here("x")));
        assertRefused("extraction point is not a directory", cp(here("file"), "runs:/tmp/file/x"));
        Files.createDirectories(here.resolve("other/renamed"));
        assertRefused(
                "cannot overwrite non-directory \"/tmp/renamed\" with directory",
                cp(here("other") + "/.", "runs:/tmp"));
    }

    @Test
    void itNeedsNoProcess() throws IOException {
        HOST.docker()
                .ok(
                        "create",
                        "--name",
                        "made",
                        "-v",
                        "/data",
                        "-v",
                        here("tree") + ":/bound:ro",
                        "busybox",
                        "cat",
                        "/in");
        cp(here("file"), "made:/in").ok();
        cp(here("file"), "made:/data/in").ok();
        assertEquals("text\n", HOST.docker().ok("start", "-a", "made").out());
        String volume = HOST.docker().inspect("made", "{{range .Mounts}}{{if .Name}}{{.Source}}{{end}}{{end}}");
        assertEquals("text\n", Files.readString(Path.of(volume, "in")), "the volume has it, not the root");
        cp("made:/bound/sub/deep", here("out")).ok();
        assertEquals("deep\n", Files.readString(here.resolve("out")));
        cp("made:/etc/hostname", here("hostname")).ok();
        assertEquals(13, Files.size(here.resolve("hostname")));
        assertRefused("mounted volume is marked read-only", cp(here("file"), "made:/bound"));
        HOST.docker().ok("rm", "-v", "made");
    }

    @Test
    void itSeesWhatProcessesSeeAlsoOfThePaused() throws IOException {
        run("paused", "--tmpfs", "/scratch", "--read-only", "-v", "/data");
        exec("paused", "echo temporary > /scratch/t");
        HOST.docker().ok("pause", "paused");
        cp("paused:/scratch/t", here("t")).ok();
        assertEquals("temporary\n", Files.readString(here.resolve("t")));
        cp(here("file"), "paused:/scratch").ok();
        cp(here("file"), "paused:/data").ok();
        assertRefused("container rootfs is marked read-only", cp(here("file"), "paused:/tmp"));
        HOST.docker().ok("unpause", "paused");
        assertEquals("text\ntext\n", exec("paused", "cat /scratch/file /data/file"));
        HOST.docker().ok("rm", "-fv", "paused");
    }

    @Test
    void volumesOfTheStoppedAreSeenInPartAndAsTheirOptionsSay() throws IOException {
        String bound = "-o type=none -o o=bind -o device=" + here("tree") + " bound";
        HOST.docker()
                .ok(Stream.concat(Stream.of("volume", "create"), Stream.of(bound.split(" ", -1)))
                        .toArray(String[]::new));
        HOST.docker()
                .ok(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "-v",
                        "parts:/v",
                        "busybox",
                        "sh",
                        "-c",
                        "mkdir -p /v/a/b; echo part >/v/a/b/f; ln -s /etc /v/out");
        String part = "type=volume,src=parts,volume-subpath=";
        HOST.docker().ok("create", "--name", "stopped", "-v", "bound:/b", "--mount", part + "a/b,dst=/p", "busybox");
        cp("stopped:/p/f", here("part")).ok();
        assertEquals("part\n", Files.readString(here.resolve("part")));
        cp("stopped:/b/sub/deep", here("copy")).ok();
        assertEquals("deep\n", Files.readString(here.resolve("copy")));
        cp(here("file"), "stopped:/b/").ok();
        assertEquals("text\n", Files.readString(here.resolve("tree/file")));
        HOST.docker().ok("create", "--name", "outside", "--mount", part + "out,dst=/p", "busybox");
        assertRefused("cannot access path \"", cp("outside:/p", here("never")));
        assertFalse(Files.exists(here.resolve("never")));
        HOST.docker().ok("rm", "stopped", "outside");
        HOST.docker().ok("volume", "rm", "bound", "parts");
    }

    @Test
    void linksInAContainerLeadNowhereOutOfIt() throws IOException {
        run("sly");
        Path secret = Files.writeString(here.resolve("secret"), "of the host\n");
        exec(
                "sly",
                "ln -s /../../../.." + secret + " /out; ln -s ../../../../.." + here
                        + " /up; ln -s /proc/1/root /magic");
        assertRefused("", HOST.docker().run("cp", "-L", "sly:/out", here("stolen")));
        assertFalse(Files.exists(here.resolve("stolen")));
        assertRefused("", cp("sly:/up/secret", here("stolen")));
        assertRefused("", cp(here("file"), "sly:/up/planted"));
        assertRefused("", cp("sly:/magic/etc/shadow", here("stolen")));
        assertFalse(Files.exists(here.resolve("planted")));
    }

    @Test
    void archivesGoThroughPipes() throws IOException {
        run("piped");
        // All of it is ASCII.
        Path tar = Files.writeString(
                here.resolve("out.tar"), cp("piped:/etc", "-").ok().out());
        List<String> names = Command.of("tar", "tf", tar.toString()).run().ok().lines();
        assertTrue(names.contains("etc/") && names.contains("etc/passwd"), names::toString);
        exec("piped", "rm -r /etc/passwd");
        HOST.docker().command("cp", "-", "piped:/").withInputFrom(tar).run().ok();
        assertTrue(exec("piped", "cat /etc/passwd").startsWith("root:"));
    }

    @Test
    void allOfAContainerIsCopiedWithoutTheKernelsFiles() throws IOException {
        run("whole");
        cp("whole:/", here("whole")).ok();
        assertTrue(Files.exists(here.resolve("whole/bin/busybox")));
        assertTrue(isEmpty(here.resolve("whole/proc")) && isEmpty(here.resolve("whole/dev")));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void ownersAreKeptOrBecomeTheContainersUser() throws IOException {
        HOST.docker()
                .ok("create", "--name", "owned", "-u", "someone", "busybox", "stat", "-c", "%u:%g", "/own", "/their");
        Command.of("chown", "12:34", here("file")).run().ok();
        cp(here("file"), "owned:/own").ok();
        HOST.docker().ok("cp", "-a", here("file"), "owned:/their");
        assertEquals(
                "12:34\n1000:1000\n", HOST.docker().ok("start", "-a", "owned").out());
    }

    @Test
    void copiesThatFailLeaveNothing() throws IOException {
        run("runs");
        HOST.docker().ok("create", "--name", "made", "-v", "/data", "busybox");
        Path garbage = Files.writeString(here.resolve("garbage"), "no archive at all\n".repeat(100));
        for (String container : List.of("runs", "made")) {
            for (int i = 0; i < 3; i++) {
                assertRefused("", cp(container + ":/nosuch/file", here("x")));
                assertRefused("", cp(here("file"), container + ":/nosuch/place/"));
                assertRefused("", cp(here("file"), container + ":/etc/passwd/x"));
                HOST.docker()
                        .command("cp", "-", container + ":/tmp")
                        .withInputFrom(garbage)
                        .run()
                        .exits(1);
                breakOff(container);
            }
        }
        HOST.docker().ok("rm", "-v", "made"); // the check for leaks comes after
    }

    /** Clients that leave in the midst of what they send, and of what they are sent. */
    private static void breakOff(String container) throws IOException {
        String path = "/v1.47/containers/" + container + "/archive?path=/tmp HTTP/1.1\r\nHost: d\r\n";
        String half = "PUT " + path + "Content-Length: 100000\r\n\r\n" + "\0".repeat(300);
        for (String request : List.of(half, "GET " + path.replace("/tmp", "/") + "\r\n")) {
            try (SocketChannel client = SocketChannel.open(
                    UnixDomainSocketAddress.of(HOST.daemon().root().socket()))) {
                client.write(StandardCharsets.US_ASCII.encode(request));
                if (request.startsWith("GET")) {
                    client.read(ByteBuffer.allocate(100));
                }
            }
        }
    }

    @Test
    void eventsTellOfCopies() {
        HOST.docker().ok("create", "--name", "told", "busybox");
        cp(here("file"), "told:/").ok();
        cp("told:/file", here("back")).ok();
        try (var events = HOST.docker()
                .start("events", "--since", "1m", "--filter", "container=told", "--format", "{{.Action}}")) {
            events.awaitOut("both", Host.LIMIT, "create\nextract-to-dir\narchive-path\n"::equals);
        }
    }
}
