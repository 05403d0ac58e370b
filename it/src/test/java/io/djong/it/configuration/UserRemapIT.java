package io.djong.it.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.registry.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --userns-remap=default}, on a host whose {@code /etc} is a copy: the daemon makes the user in it. */
final class UserRemapIT {
    private static final String UNMAPPED = "0 0 4294967295";

    @TempDir
    static Path temp;

    private static DaemonUnderTest daemon;
    private static long first;

    @BeforeAll
    static void begin() throws IOException {
        Host.requirePrivileges();
        sh("mount -t tmpfs tmpfs " + temp + " && cd " + temp + " && mkdir upper work"
                + " && mount -t overlay overlay -o lowerdir=/etc,upperdir=upper,workdir=work /etc");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
        daemon = DaemonUnderTest.fresh(EngineKind.chosen())
                .configure("{\"userns-remap\": \"default\"}")
                .start();
        Host.importBusybox(daemon);
        first = Files.readAllLines(Path.of("/etc/subuid")).stream()
                .filter(line -> line.startsWith("dockremap:"))
                .mapToLong(line -> Long.parseLong(line.split(":", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void clean() {
        Host.removeContainers(daemon);
    }

    @AfterAll
    static void end() {
        daemon.close();
        sh("umount -l /etc; umount -l " + temp);
    }

    private static void sh(String script) {
        Command.of("sh", "-c", script).run().ok();
    }

    private static String ok(String... arguments) {
        return daemon.docker().ok(arguments).out();
    }

    private static String run(String... options) {
        return daemon.docker().command("run", "-d").and(options).run().ok().line();
    }

    private static String mapOf(String container) throws IOException {
        String pid = daemon.docker().inspect(container, "{{.State.Pid}}");
        return Files.readString(Path.of("/proc", pid, "uid_map")).strip().replaceAll(" +", " ");
    }

    private static long owner(Path file) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(file, "unix:uid"));
    }

    /** What is copied out of a container, as an archive's list with the numbers of owners. */
    private static String copied(String container, String path) {
        String copy = "docker -H unix://" + daemon.root().socket() + " cp " + container + ":" + path + " -";
        return Command.of("sh", "-c", copy + " | tar -tv --numeric-owner")
                .run()
                .ok()
                .out();
    }

    private static String refusal(String... options) {
        Result refused =
                daemon.docker().command("run", "--rm").and(options).run().exits(125);
        return refused.err().lines().findFirst().orElse("").replaceFirst(".*Error response from daemon: ", "");
    }

    @Test
    void rootInAContainerIsNobodyOnTheHost() throws IOException {
        String container = run("busybox", "sleep", "100");
        assertEquals("0 " + first + " 65536", mapOf(container));
        String pid = daemon.docker().inspect(container, "{{.State.Pid}}");
        assertTrue(Files.readString(Path.of("/proc", pid, "status")).contains("Uid:\t" + first + "\t"));
        assertEquals("0\n", ok("exec", container, "id", "-u"));
        assertTrue(ok("info", "-f", "{{.SecurityOptions}}").contains("name=userns"));
        assertEquals("\n", ok("inspect", "-f", "{{.HostConfig.UsernsMode}}", container));
    }

    @Test
    void theNetworkIsTheContainersOwn() {
        int port = Ports.free();
        run("-p", "127.0.0.1:" + port + ":80", "busybox", "sh", "-c", "while :; do echo served | nc -l -p 80; done");
        Await.until("the port is served", Host.LIMIT, () -> served(port));
        String links = ok(
                "run",
                "--rm",
                "--cap-add",
                "NET_ADMIN",
                "--network",
                "none",
                "busybox",
                "sh",
                "-c",
                "ip link add d0 type bridge && ip link set d0 up && ls /sys/class/net");
        assertTrue(links.contains("d0"), links);
        assertEquals(
                "0\n",
                ok(
                        "run",
                        "--rm",
                        "--sysctl",
                        "net.ipv4.ip_forward=0",
                        "busybox",
                        "cat",
                        "/proc/sys/net/ipv4/ip_forward"));
    }

    private static boolean served(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).equals("served\n");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void filesBelongToWhomTheContainerSays(@TempDir Path bound) throws IOException {
        Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rwxrwxrwx"));
        String container = run(
                "-v",
                "kept:/etc/kept",
                "-v",
                bound + ":/bound",
                "busybox",
                "sh",
                "-c",
                "touch /made /etc/kept/made /bound/made && chown 7:8 /made /etc/kept/made && chmod 600 /etc/passwd"
                        + " && rm /etc/group && echo 127.0.0.9 me >> /etc/hosts && sleep 100");
        Await.until(
                "it has written",
                Host.LIMIT,
                () -> daemon.docker()
                                .run("exec", container, "grep", "-q", "127.0.0.9", "/etc/hosts")
                                .exit()
                        == 0);
        assertEquals(first, owner(bound.resolve("made")), "a bind is the host's");
        assertEquals(
                "7:8\n0:0\n65534:65534\n7:8\n",
                ok("exec", container, "stat", "-c", "%u:%g", "/made", "/etc/passwd", "/bound", "/etc/kept/made"));
        assertTrue(ok("diff", container).contains("D /etc/group"));
        ok("commit", container, "committed");
        for (String mode : List.of("--userns=", "--userns=host")) {
            assertEquals(
                    "7:8\n0:0\n7:8\n",
                    ok(
                            "run",
                            "--rm",
                            mode,
                            "-v",
                            "kept:/kept",
                            "committed",
                            "stat",
                            "-c",
                            "%u:%g",
                            "/made",
                            "/etc/passwd",
                            "/kept/made"),
                    mode);
        }
        sh("rm -rf " + daemon.root().data() + "/volumes/kept");
    }

    @Test
    void aNewVolumeHasTheImagesOwners() {
        ok("run", "--name", "maker", "busybox", "sh", "-c", "mkdir /d && touch /d/f && chown -R 5:6 /d");
        ok("commit", "maker", "owned");
        assertEquals("5:6\n5:6\n", ok("run", "--rm", "-v", "/d", "owned", "stat", "-c", "%u:%g", "/d", "/d/f"));
        assertEquals("0:0\n", ok("run", "--rm", "-v", "/new", "owned", "stat", "-c", "%u:%g", "/new"));
        assertEquals("ok\n", ok("run", "--rm", "-v", "/new", "owned", "sh", "-c", "touch /new/f && echo ok"));
    }

    @Test
    void whatIsCopiedBelongsToTheSame(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        sh("chown 3:4 " + file);
        String container = run("busybox", "sleep", "100");
        for (String state : List.of("live", "stopped")) {
            ok("cp", "-a", file.toString(), container + ":/" + state);
            assertTrue(copied(container, "/" + state).contains("3/4 "), state);
            ok("stop", "-t", "0", container);
        }
        ok("start", container);
        assertEquals("3:4\n3:4\n", ok("exec", container, "stat", "-c", "%u:%g", "/live", "/stopped"));
        Path tar = directory.resolve("all.tar");
        ok("export", "-o", tar.toString(), container);
        String listed = Command.of("tar", "-tvf", tar.toString(), "--numeric-owner", "live", "bin/sh")
                .run()
                .ok()
                .out();
        assertTrue(listed.contains("3/4 ") && listed.contains(" 0/0 "), listed);
    }

    @Test
    void streamsBelongToWhoeverRuns() {
        for (String user : List.of("0", "5:6")) {
            assertEquals("said\n", ok("run", "--rm", "-u", user, "busybox", "sh", "-c", "echo said > /dev/stdout"));
        }
        String container = run("--ipc=shareable", "busybox", "sleep", "100");
        for (String user : List.of("0", "5:6")) {
            assertEquals("said\n", ok("exec", "-u", user, container, "sh", "-c", "echo said > /dev/stdout"));
        }
        assertEquals("/dev/pts/0\r\n", ok("run", "--rm", "-t", "busybox", "tty"));
        assertEquals(
                "0\n",
                ok(
                        "run",
                        "--rm",
                        "--ipc=container:" + container,
                        "busybox",
                        "sh",
                        "-c",
                        "touch /dev/shm/x && stat -c %u /dev/shm"));
        ok("run", "--rm", "--read-only", "--tmpfs", "/t", "busybox", "touch", "/t/x");
    }

    @Test
    void namespacesAreSharedWithinOneUserNamespace() throws IOException {
        String one = run("busybox", "sleep", "100");
        String other = run("--pid=container:" + one, "busybox", "sleep", "100");
        assertEquals(mapOf(one), mapOf(other));
        assertEquals("2\n", ok("exec", other, "sh", "-c", "ps | grep -c 'sleep 100$'"));
        ok("run", "--rm", "--network=container:" + other, "busybox", "ip", "link", "show", "eth0");
        String host = run("--userns=host", "busybox", "sleep", "100");
        assertEquals(UNMAPPED, mapOf(host));
        assertEquals("host\n", ok("inspect", "-f", "{{.HostConfig.UsernsMode}}", host));
        ok("run", "--rm", "--userns=host", "--network=container:" + one, "--pid=container:" + one, "busybox", "true");
        if (daemon.kind() == EngineKind.DJONGD) {
            assertEquals(
                    "cannot share a namespace of a container that is in the host's user namespace: use --userns=host",
                    refusal("--network=container:" + host, "busybox", "true"));
        }
    }

    @Test
    void whatTakesTheHostsRootIsRefused() {
        assertEquals(
                "privileged mode is incompatible with user namespaces.  You must run the container in the host namespace"
                        + " when running privileged mode",
                refusal("--privileged", "busybox", "true"));
        assertEquals(
                "cannot share the host's network namespace when user namespaces are enabled",
                refusal("--network=host", "busybox", "true"));
        assertEquals(
                "cannot share the host PID namespace when user namespaces are enabled",
                refusal("--pid=host", "busybox", "true"));
        ok("run", "--rm", "--userns=host", "--privileged", "--network=host", "--pid=host", "busybox", "true");
    }

    @Test
    void containersOutliveTheChangeOfMind() throws IOException {
        String container = run("busybox", "sh", "-c", "touch /f; chown 7:8 /f; sleep 100");
        Await.until(
                "it has written",
                Host.LIMIT,
                () -> daemon.docker()
                        .run("exec", container, "stat", "-c", "%u:%g", "/f")
                        .out()
                        .equals("7:8\n"));
        daemon.kill();
        daemon.configure("{}").start();
        assertEquals("0 " + first + " 65536", mapOf(container));
        assertEquals("7:8\n", ok("exec", container, "stat", "-c", "%u:%g", "/f"));
        assertTrue(copied(container, "/f").contains("7/8 "));
        ok("restart", "-t", "0", container);
        assertEquals(UNMAPPED, mapOf(container));
        assertEquals("7:8\n", ok("exec", container, "stat", "-c", "%u:%g", "/f"));
        daemon.stop();
        daemon.configure("{\"userns-remap\": \"nosuch\"}");
        assertTrue(daemon.startRefused()
                .err()
                .contains("Error during uid lookup for \"nosuch\": getent unable to find"
                        + " entry \"nosuch\" in passwd database"));
        daemon.configure("{\"userns-remap\": \"default\"}").start();
    }
}
