package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void outputAndErrorOutputArriveOnTheirOwnStreams() {
        Result result = HOST.docker().ok("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2");
        assertEquals("out\n", result.out());
        assertEquals("err\n", result.err());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 255})
    void theExitCodeIsTheContainers(int code) {
        HOST.docker().run("run", "--rm", "busybox", "sh", "-c", "exit " + code).exits(code);
    }

    @Test
    void aCommandThatIsNotThereExitsWith127() {
        Result result =
                HOST.docker().run("run", "--rm", "busybox", "nosuchprogram").exits(127);
        assertTrue(result.err().contains("exec: \"nosuchprogram\": executable file not found in $PATH"), result::err);
    }

    @Test
    void aCommandThatIsNoProgramExitsWith126() {
        Result result =
                HOST.docker().run("run", "--rm", "busybox", "/etc/passwd").exits(126);
        assertTrue(result.err().contains("exec: \"/etc/passwd\": permission denied"), result::err);
    }

    @Test
    void aProcessThatDiesOfASignalExitsWith128AndItsNumber() {
        HOST.docker()
                .run("run", "--rm", "busybox", "sh", "-c", "sh -c 'kill -9 $$'; exit $?")
                .exits(137);
    }

    @Test
    void inputReachesTheContainerAndItsEndToo() {
        Result result = HOST.docker()
                .command("run", "--rm", "-i", "busybox", "sh", "-c", "cat; echo end")
                .run("one\ntwo\n")
                .ok();
        assertEquals("one\ntwo\nend\n", result.out());
    }

    @Test
    void muchInputComesBackWhole() {
        String text = IntStream.range(0, 100_000)
                .mapToObj(i -> "line " + i + "\n")
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString();
        Result result = HOST.docker()
                .command("run", "--rm", "-i", "busybox", "cat")
                .run(text)
                .ok();
        assertEquals(text, result.out());
    }

    @Test
    void muchOutputArrivesWhole() {
        Result result = HOST.docker().ok("run", "--rm", "busybox", "seq", "1", "200000");
        assertEquals(200_000, result.lines().size());
        assertEquals("200000", result.lines().getLast());
    }

    @Test
    void withATerminalOutputIsOneRawStream() {
        Result result = HOST.docker().ok("run", "--rm", "-t", "busybox", "sh", "-c", "tty; echo err >&2");
        assertEquals("/dev/pts/0\r\nerr\r\n", result.out());
    }

    @Test
    void environmentWorkingDirectoryUserAndNameAreAsAsked() {
        Result result = HOST.docker()
                .command("run", "--rm", "-e", "GREETING=hello", "-w", "/var/www", "-u", "someone", "-h", "box")
                .and("busybox", "sh", "-c", "echo $GREETING $PWD $(id -u):$(id -g) $(hostname) $HOME")
                .run()
                .ok();
        assertEquals("hello /var/www 1000:1000 box /tmp\n", result.out());
    }

    @Test
    void aDetachedContainerRunsOnAndItsIdIsPrinted() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        assertTrue(id.matches("[0-9a-f]{64}"), id);
        assertEquals("running", HOST.docker().inspect(id, "{{.State.Status}}"));
    }

    @Test
    void whatRunsWithRmIsGoneAfterItsEnd() {
        HOST.docker().ok("run", "--rm", "--name", "short", "busybox", "true");
        HOST.docker().run("inspect", "short").exits(1);
        assertEquals("", HOST.docker().ok("ps", "-aq").line());
    }

    @Test
    void twentyContainersAtOnceEachGiveTheirOwnAnswer() {
        List<Running> all = IntStream.range(0, 20)
                .mapToObj(i -> HOST.docker()
                        .start("run", "--rm", "busybox", "sh", "-c", "echo answer " + i + "; exit " + i)
                        .closeInput())
                .toList();
        for (int i = 0; i < all.size(); i++) {
            Result result = all.get(i).finish(Duration.ofMinutes(2)).exits(i);
            assertEquals("answer " + i + "\n", result.out());
        }
    }

    @Test
    void aNameIsTakenOnlyOnce() {
        String id = HOST.docker().ok("create", "--name", "taken", "busybox").line();
        Result second =
                HOST.docker().run("create", "--name", "taken", "busybox").exits(1);
        assertTrue(
                second.err()
                        .contains("Conflict. The container name \"/taken\" is already in use by container \"" + id
                                + "\". You have to remove (or rename) that container to be able to reuse that name."),
                second::err);
    }

    @Test
    void aNameWithOtherCharactersIsRefused() {
        Result result = HOST.docker().run("create", "--name", "a b", "busybox").exits(1);
        assertTrue(
                result.err().contains("Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"),
                result::err);
    }

    @Test
    void anImageThatIsNowhereExitsWith125() {
        Result result = HOST.docker()
                .run("run", "--rm", "--pull", "never", "nosuchimage")
                .exits(125);
        assertTrue(result.err().contains("No such image: nosuchimage:latest"), result::err);
    }

    @Test
    void anImageForAnotherPlatformThanAskedForIsNotTaken() {
        Result result = HOST.docker()
                .run("run", "--rm", "--pull", "never", "--platform", "linux/s390x", "busybox")
                .exits(125);
        assertTrue(
                result.err()
                        .matches(
                                "(?s).*image with reference busybox was found but its platform \\(.*\\) does not match the"
                                        + " specified platform \\(linux/s390x\\).*"),
                result::err);
    }

    @Test
    void anAddressOnANetworkThatIsNotTheUsersExitsWith125() {
        for (String network : List.of("bridge", "none", "host")) {
            Result result = HOST.docker()
                    .run("run", "--rm", "--network", network, "--ip", "10.1.2.3", "busybox", "true")
                    .exits(125);
            assertTrue(
                    result.err().contains("user specified IP address is supported on user defined networks only"),
                    result::err);
        }
    }

    @Test
    void anUnknownNetworkExitsWith125() {
        Result result = HOST.docker()
                .run("run", "--rm", "--network", "nosuchnet", "busybox", "true")
                .exits(125);
        assertTrue(result.err().contains("network nosuchnet not found"), result::err);
    }

    @Test
    void aWorkingDirectoryThatIsMissingIsMade() {
        assertEquals(
                "/made/for/me\n",
                HOST.docker()
                        .ok("run", "--rm", "-w", "/made/for/me", "busybox", "pwd")
                        .out());
    }

    @Test
    void anUnknownUserIsRefused() {
        Result result = HOST.docker()
                .run("run", "--rm", "-u", "nosuchuser", "busybox", "true")
                .exits(125);
        assertTrue(
                result.err().contains("unable to find user nosuchuser: no matching entries in passwd file"),
                result::err);
    }

    @Test
    void aVolumeOfTheHostIsMountedAndReadOnlyIsKept() {
        String data = HOST.daemon().root().path().resolve("shared").toString();
        HOST.docker().ok("run", "--rm", "-v", data + ":/data", "busybox", "sh", "-c", "echo kept > /data/file");
        Result result = HOST.docker()
                .run(
                        "run",
                        "--rm",
                        "-v",
                        data + ":/data:ro",
                        "busybox",
                        "sh",
                        "-c",
                        "cat /data/file; echo no > /data/file")
                .exits(1);
        assertEquals("kept\n", result.out());
        assertTrue(result.err().contains("Read-only file system"), result::err);
    }

    @Test
    void limitsReachTheKernel() {
        Result result = HOST.docker()
                .ok(
                        "run",
                        "--rm",
                        "-m",
                        "64m",
                        "--pids-limit",
                        "50",
                        "busybox",
                        "sh",
                        "-c",
                        "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null;"
                                + "cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null; true");
        assertEquals(List.of("67108864", "50"), result.lines());
    }

    @Test
    void theMainProcessSeesOnlyItsOwn() {
        Result result = HOST.docker().ok("run", "--rm", "busybox", "sh", "-c", "echo $$; ls -d /proc/[0-9]* | wc -l");
        assertEquals("1", result.lines().getFirst());
        assertTrue(Integer.parseInt(result.lines().get(1).strip()) <= 3, result::out);
    }

    @Test
    void anInputThatStaysOpenDoesNotHoldTheEnd() {
        try (Running running = HOST.docker().start("run", "--rm", "-i", "busybox", "true")) {
            running.finish(LIMIT).ok();
        }
    }
}
