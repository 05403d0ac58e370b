package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LogsIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void bothStreamsAreKept() {
        HOST.docker().ok("run", "--name", "talks", "busybox", "sh", "-c", "echo out; echo err >&2; printf unended");
        Result logs = HOST.docker().ok("logs", "talks");
        assertEquals("out\nunended", logs.out());
        assertEquals("err\n", logs.err());
    }

    @Test
    void tailGivesTheLastLines() {
        HOST.docker().ok("run", "--name", "counts", "busybox", "seq", "1", "1000");
        assertEquals(
                "999\n1000\n", HOST.docker().ok("logs", "--tail", "2", "counts").out());
        assertEquals("", HOST.docker().ok("logs", "--tail", "0", "counts").out());
        assertEquals(
                1000,
                HOST.docker().ok("logs", "--tail", "all", "counts").lines().size());
    }

    @Test
    void timestampsComeFirstAndSelect() {
        HOST.docker().ok("run", "--name", "slow", "busybox", "sh", "-c", "echo early; sleep 1.2; echo late");
        List<String> lines = HOST.docker().ok("logs", "-t", "slow").lines();
        assertTrue(
                lines.getFirst().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z early"), lines::toString);
        String late = lines.getLast().substring(0, lines.getLast().indexOf(' '));
        assertEquals("late\n", HOST.docker().ok("logs", "--since", late, "slow").out());
        String early = lines.getFirst().substring(0, lines.getFirst().indexOf(' '));
        assertEquals(
                "early\n", HOST.docker().ok("logs", "--until", early, "slow").out());
    }

    @Test
    void followingEndsWithTheContainer() {
        String id = HOST.docker()
                .ok("run", "-d", "-i", "busybox", "sh", "-c", "echo first; read x; echo second")
                .line();
        try (Running following = HOST.docker().start("logs", "-f", id)) {
            following.awaitOut("the first line", LIMIT, text -> text.contains("first\n"));
            HOST.docker().command("attach", id).run("go\n");
            assertEquals("first\nsecond\n", following.finish(LIMIT).ok().out());
        }
    }

    @Test
    void longLinesStayWhole() {
        HOST.docker().ok("run", "--name", "long", "busybox", "sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; echo");
        assertEquals(
                "x".repeat(100_000) + "\n", HOST.docker().ok("logs", "long").out());
    }

    @Test
    void bytesThatAreNoTextAreKeptAsDockerKeepsThem() {
        HOST.docker().ok("run", "--name", "raw", "busybox", "printf", "a\\000b\\tc\\033[1m\\n");
        assertEquals("a\0b\tc\033[1m\n", HOST.docker().ok("logs", "raw").out());
    }

    @Test
    void manyLinesAreAllThere() {
        HOST.docker().ok("run", "-d", "--name", "much", "busybox", "seq", "1", "100000");
        assertEquals(0, HOST.docker().waitFor("much", LIMIT));
        List<String> lines = HOST.docker().ok("logs", "much").lines();
        assertEquals(100_000, lines.size());
        assertEquals("100000", lines.getLast());
    }

    @Test
    void withATerminalTheLogIsRaw() {
        HOST.docker().ok("run", "-t", "--name", "tty", "busybox", "sh", "-c", "echo out; echo err >&2");
        Result logs = HOST.docker().ok("logs", "tty");
        assertEquals("out\r\nerr\r\n", logs.out());
        assertEquals("", logs.err());
    }

    @Test
    void theLogOfWhatNeverStartedIsEmpty() {
        HOST.docker().ok("create", "--name", "quiet", "busybox");
        assertEquals("", HOST.docker().ok("logs", "quiet").out());
    }

    @Test
    void theLogOfWhatIsNotThereIsAnError() {
        Result result = HOST.docker().run("logs", "nosuch").exits(1);
        assertTrue(result.err().contains("No such container: nosuch"), result::err);
    }
}
