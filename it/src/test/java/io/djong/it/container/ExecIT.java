package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ExecIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @BeforeEach
    void runABox() {
        HOST.docker().ok("run", "-d", "--name", "box", "-e", "OF=box", "busybox", "sleep", "1000");
    }

    @Test
    void outputAndErrorOutputArriveOnTheirOwnStreams() {
        Result result = HOST.docker().ok("exec", "box", "sh", "-c", "echo out; echo err >&2");
        assertEquals("out\n", result.out());
        assertEquals("err\n", result.err());
    }

    @Test
    void theExitCodeIsTheCommands() {
        HOST.docker().run("exec", "box", "sh", "-c", "exit 42").exits(42);
        HOST.docker().run("exec", "box", "sh", "-c", "kill -9 $$").exits(137);
    }

    @Test
    void aCommandThatIsNotThereExitsWith127() {
        // Docker says 127 since 23.0.
        int notFound = HOST.daemon().kind() == EngineKind.DOCKERD ? 126 : 127;
        HOST.docker().run("exec", "box", "nosuchprogram").exits(notFound);
    }

    @Test
    void aCommandThatIsNoProgramExitsWith126() {
        HOST.docker().run("exec", "box", "/etc/passwd").exits(126);
    }

    @Test
    void inputReachesTheCommandAndItsEndToo() {
        Result result = HOST.docker()
                .command("exec", "-i", "box", "sh", "-c", "cat; echo end")
                .run("text\n")
                .ok();
        assertEquals("text\nend\n", result.out());
    }

    @Test
    void withATerminalOutputIsOneRawStream() {
        Result result = HOST.docker().ok("exec", "-t", "box", "sh", "-c", "echo out; echo err >&2");
        assertEquals("out\r\nerr\r\n", result.out());
    }

    @Test
    void userDirectoryAndEnvironmentAreAsAsked() {
        Result result = HOST.docker()
                .command("exec", "-u", "1000:1000", "-w", "/var/www", "-e", "MORE=mine", "-e", "UNSET_HERE", "box")
                .and("sh", "-c", "echo $(id -u):$(id -g) $PWD $OF $MORE; env | grep -c UNSET_HERE")
                .run()
                .exits(1);
        assertEquals("1000:1000 /var/www box mine\n0\n", result.out());
    }

    @Test
    void itSeesTheContainersProcesses() {
        Result result = HOST.docker().ok("exec", "box", "cat", "/proc/1/cmdline");
        assertEquals("sleep\0001000\0", result.out());
    }

    @Test
    void whatIsDetachedRunsOn() {
        HOST.docker().ok("exec", "-d", "box", "sh", "-c", "echo done > /tmp/mark");
        Await.until(
                "the mark is set",
                LIMIT,
                () -> HOST.docker().run("exec", "box", "cat", "/tmp/mark").out().equals("done\n"));
    }

    @Test
    void whatIsDetachedOnATerminalIsReadToItsEnd() {
        HOST.docker().ok("exec", "-dt", "box", "sh", "-c", "yes | head -n 100000; echo done > /tmp/mark");
        Await.until(
                "the mark is set",
                LIMIT,
                () -> HOST.docker().run("exec", "box", "cat", "/tmp/mark").out().equals("done\n"));
    }

    @Test
    void whatACommandLeavesBehindDoesNotHoldItsClient() {
        try (Running exec = HOST.docker().start("exec", "box", "sh", "-c", "sleep 1000 & echo started; exit 3")) {
            assertEquals("started\n", exec.finish(LIMIT).exits(3).out());
        }
        assertTrue(HOST.docker().ok("top", "box").out().contains("sleep 1000"));
    }

    @Test
    @Timeout(60)
    void onATerminalTheCommandRunsOnWithoutItsClient() throws IOException {
        String exec = createOnTerminal("echo up; yes | head -n 100000; echo done > /tmp/mark");
        String body = "{\"Detach\":false,\"Tty\":true}";
        try (SocketChannel client = SocketChannel.open(
                UnixDomainSocketAddress.of(HOST.daemon().root().socket()))) {
            client.write(StandardCharsets.US_ASCII.encode("POST /v1.41/exec/" + exec + "/start HTTP/1.1\r\n"
                    + "Host: docker\r\nUpgrade: tcp\r\nConnection: Upgrade\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body));
            StringBuilder seen = new StringBuilder();
            ByteBuffer bytes = ByteBuffer.allocate(100);
            while (!seen.toString().contains("up\r\n") && client.read(bytes.clear()) >= 0) {
                seen.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
            }
        }
        Await.until(
                "the mark is set",
                LIMIT,
                () -> HOST.docker().run("exec", "box", "cat", "/tmp/mark").out().equals("done\n"));
    }

    private static String createOnTerminal(String script) {
        String answer = Command.of("curl", "-s", "--unix-socket")
                .and(HOST.daemon().root().socket().toString(), "-H", "Content-Type: application/json", "-d")
                .and("{\"AttachStdin\":true,\"AttachStdout\":true,\"Tty\":true,\"Cmd\":[\"sh\",\"-c\",\"" + script
                        + "\"]}")
                .and("http://docker/v1.41/containers/box/exec")
                .run()
                .ok()
                .out();
        return answer.replaceAll("\\W|Id", "");
    }

    @Test
    void manyAtOnceEachGiveTheirOwnAnswer() {
        List<Running> all = IntStream.range(0, 10)
                .mapToObj(i -> HOST.docker()
                        .start("exec", "box", "sh", "-c", "echo " + i + "; exit " + i)
                        .closeInput())
                .toList();
        for (int i = 0; i < all.size(); i++) {
            assertEquals(i + "\n", all.get(i).finish(LIMIT).exits(i).out());
        }
    }

    @Test
    void inAContainerThatDoesNotRunItConflicts() {
        String id = HOST.docker().ok("create", "busybox").line();
        Result result = HOST.docker().run("exec", id, "true").exits(1);
        assertTrue(result.err().contains("ontainer " + id + " is not running"), result::err);
    }

    @Test
    void inAContainerThatIsNotThereItIsNotFound() {
        Result result = HOST.docker().run("exec", "nosuch", "true").exits(1);
        assertTrue(result.err().contains("No such container: nosuch"), result::err);
    }

    @Test
    void itEndsWithItsContainer() {
        try (Running exec = HOST.docker().start("exec", "box", "sh", "-c", "echo up; sleep 1000")) {
            exec.awaitOut("it is up", LIMIT, text -> text.contains("up"));
            HOST.docker().ok("kill", "box");
            exec.finish(LIMIT).exits(137);
        }
    }
}
