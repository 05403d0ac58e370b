package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code docker commit} and {@code docker diff}. */
final class CommitIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final String CHANGE =
            "echo hi > /etc/new; chmod 4750 /etc/new; rm /bin/yes; mkdir -p /a/b; ln /etc/new /a/b/hard;"
                    + " ln -s b /a/link; mkfifo /a/fifo; mknod /a/null c 1 3; chown 1000:50 /a/b; echo v > /data/v";

    private static List<String> diff(String container) {
        return HOST.docker().ok("diff", container).lines();
    }

    @Test
    void changesAreListedWhereverTheContainerIs() {
        HOST.docker().ok("create", "--name", "made", "-v", "/data", "busybox", "sh", "-c", CHANGE + "; sleep 60");
        assertEquals(List.of(), diff("made"));
        HOST.docker().ok("start", "made");
        HOST.docker().ok("exec", "made", "sh", "-c", "while [ ! -e /data/v ]; do :; done");
        List<String> expected = List.of(
                "A /a",
                "A /a/b",
                "A /a/b/hard",
                "A /a/fifo",
                "A /a/link",
                "A /a/null",
                "C /bin",
                "D /bin/yes",
                "A /data",
                "C /etc",
                "A /etc/new");
        assertEquals(expected, diff("made"));
        HOST.docker().ok("kill", "made");
        assertEquals(expected, diff("made"));
        assertTrue(HOST.docker().run("diff", "none").exits(1).err().contains("No such container: none"));
    }

    @Test
    void anImageOfAContainerHasItsChangesAndNotItsVolumes() {
        HOST.docker().ok("run", "--name", "source", "-v", "/data", "busybox", "sh", "-c", CHANGE);
        HOST.docker().ok("commit", "-m", "why", "-a", "who", "source", "committed:1");
        String seen = HOST.docker()
                .ok(
                        "run",
                        "--rm",
                        "committed:1",
                        "sh",
                        "-c",
                        "stat -c '%n %a %u:%g %h %F' /etc/new /a/b /a/b/hard /a/fifo; stat -c %t:%T /a/null;"
                                + " readlink /a/link; ls /bin/yes /data/v 2>&1; true")
                .out();
        assertEquals("""
                /etc/new 4750 0:0 2 regular file
                /a/b 755 1000:50 2 directory
                /a/b/hard 4750 0:0 2 regular file
                /a/fifo 644 0:0 1 fifo
                1:3
                b
                ls: /bin/yes: No such file or directory
                ls: /data/v: No such file or directory
                """, seen);
        assertEquals(
                "who why 2", HOST.docker().inspect("committed:1", "{{.Author}} {{.Comment}} {{len .RootFS.Layers}}"));
        String history = HOST.docker()
                .ok("history", "--no-trunc", "--format", "{{.Comment}}|{{.CreatedBy}}", "committed:1")
                .lines()
                .getFirst();
        assertEquals("why|sh -c " + CHANGE, history);
        HOST.docker().ok("rm", "-v", "source");
        HOST.docker().ok("rmi", "committed:1");
    }

    @Test
    void changesOfTheConfigurationAreApplied() {
        HOST.docker().ok("create", "--name", "plain", "-e", "A=1", "-l", "k=v", "busybox", "true");
        HOST.docker()
                .ok(
                        "commit",
                        "-c",
                        "ENV B=${A}2",
                        "-c",
                        "CMD echo $B",
                        "-c",
                        "EXPOSE 80 90-91/udp",
                        "-c",
                        "LABEL l=w",
                        "plain",
                        "changed");
        String config = HOST.docker()
                .inspect(
                        "changed",
                        "{{.Config.Env}} {{.Config.ExposedPorts}} {{.Config.Labels}} {{len .RootFS.Layers}}");
        assertEquals("[A=1 B=12] map[80/tcp:{} 90/udp:{} 91/udp:{}] map[k:v l:w] 1", config);
        assertEquals("12", HOST.docker().ok("run", "--rm", "changed").line());
        HOST.docker().ok("rm", "plain");
        HOST.docker().ok("rmi", "changed");
    }

    @Test
    void aRunningContainerIsPausedMeanwhileAndRunsOn() {
        HOST.docker().ok("run", "-d", "--name", "runs", "busybox", "sleep", "60");
        HOST.docker().ok("commit", "runs", "first");
        HOST.docker().ok("commit", "--pause=false", "runs", "second");
        HOST.docker().run("commit", "-c", "RUN x", "runs").exits(1);
        assertEquals("running", HOST.docker().inspect("runs", "{{.State.Status}}"));
        try (Running events = HOST.docker()
                .start("events", "--since", "1m", "--filter", "container=runs", "--format", "{{.Action}}")) {
            String expected = "create\nstart\npause\ncommit\nunpause\ncommit\npause\nunpause\n";
            events.awaitOut("its events", Host.LIMIT, expected::equals);
        }
        HOST.docker().ok("rm", "-f", "runs");
        HOST.docker().ok("rmi", "first", "second");
    }

    @Test
    void aCommitThatFailsLeavesNothingAndLetsTheContainerGo() throws IOException {
        String tooDeep = "for i in $(seq 300); do mkdir d; cd d; done; touch /made; sleep 100";
        HOST.docker().ok("run", "-d", "--name", "deep", "busybox", "sh", "-c", tooDeep);
        HOST.docker().ok("exec", "deep", "sh", "-c", "while [ ! -e /made ]; do sleep 0.1; done");
        List<Path> before = stored();
        HOST.docker().run("commit", "deep", "never").exits(1);
        assertEquals("running", HOST.docker().inspect("deep", "{{.State.Status}}"));
        HOST.docker().run("image", "inspect", "never").exits(1);
        assertEquals(before, stored());
        HOST.docker().ok("exec", "deep", "true");
    }

    /** What the stores hold: contents, and layers with the roots of containers. */
    private static List<Path> stored() throws IOException {
        Path data = HOST.daemon().root().data();
        try (Stream<Path> blobs = Files.walk(data.resolve("blobs"));
                Stream<Path> snapshots = Files.walk(data.resolve("snapshots"), 2)) {
            return Stream.concat(blobs, snapshots).sorted().toList();
        }
    }

    @Test
    void aContainerThatCannotBePausedIsNotCommitted() throws IOException {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "runc waits for ever");
        HOST.docker().ok("run", "-d", "--name", "moving", "busybox", "sleep", "100");
        Path freezer = freezer(HOST.docker().inspect("moving", "{{.State.Pid}}"));
        Command.of("mount", "--bind", "/dev/null", freezer.toString()).run().ok();
        try {
            Result commit = HOST.docker().run("commit", "moving", "never").exits(1);
            assertTrue(commit.err().contains("its processes do not stand still"), commit::err);
        } finally {
            Command.of("umount", freezer.toString()).run().ok();
        }
        assertEquals("running", HOST.docker().inspect("moving", "{{.State.Status}}"));
        HOST.docker().run("image", "inspect", "never").exits(1);
        HOST.docker().ok("pause", "moving");
        HOST.docker().ok("unpause", "moving");
    }

    /** The file that freezes a process's control group. */
    private static Path freezer(String pid) throws IOException {
        for (String group : Files.readAllLines(Path.of("/proc", pid, "cgroup"))) {
            String[] parts = group.split(":", 3);
            Path file = parts[1].isEmpty()
                    ? Path.of("/sys/fs/cgroup" + parts[2], "cgroup.freeze")
                    : Path.of("/sys/fs/cgroup/freezer" + parts[2], "freezer.state");
            if (Files.exists(file) && (parts[1].isEmpty() || parts[1].equals("freezer"))) {
                return file;
            }
        }
        throw new AssertionError("process " + pid + " has no freezer");
    }

    @Test
    void whatCannotBeIsSaid() {
        HOST.docker().ok("create", "--name", "plain", "busybox", "true");
        assertTrue(HOST.docker()
                .run("commit", "-c", "RUN x", "plain")
                .exits(1)
                .err()
                .contains("run is not a valid change command"));
        assertTrue(HOST.docker().run("commit", "none").exits(1).err().contains("No such container: none"));
        Result name = HOST.docker().run("commit", "plain", "Upper/Case").exits(1);
        assertTrue(name.err().contains("must be lowercase"), name::err);
    }
}
