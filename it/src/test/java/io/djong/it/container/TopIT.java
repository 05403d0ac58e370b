package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TopIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    @BeforeEach
    void run() {
        HOST.docker().ok("run", "-d", "--name", "one", "busybox", "sleep", "12345");
    }

    @Test
    void byDefaultItShowsWhatPsShowsOfItsProcesses() {
        List<String> lines = HOST.docker().ok("top", "one").lines();
        assertEquals(
                List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"),
                List.of(lines.getFirst().split(" +", -1)));
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(1).endsWith("sleep 12345"), lines::toString);
    }

    @Test
    void theHostsPsTakesItsOptions() {
        String pid = HOST.docker().inspect("one", "{{.State.Pid}}");
        List<String> lines = HOST.docker().ok("top", "one", "-o", "pid,args").lines();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(1).matches(pid + " +sleep 12345"), lines::toString);
        assertTrue(HOST.docker().ok("top", "one", "axf").out().contains("sleep 12345"));
    }

    @Test
    void whatCannotBeShownIsRefused() {
        refused("Couldn't find PID field in ps output", "one", "-o", "comm");
        refused("specifying \"comm=PID\" is not allowed", "one", "-o", "pid", "-o", "comm=PID");
        refused("ps: error: unknown gnu long option", "one", "--no-such-option");
        HOST.docker().ok("create", "--name", "made", "busybox", "true");
        refused(HOST.docker().inspect("made", "{{.Id}}") + " is not running", "made");
        refused("No such container: nobody", "nobody");
    }

    private static void refused(String words, String... arguments) {
        Result result = HOST.docker().command("top").and(arguments).run().exits(1);
        assertTrue(result.err().contains(words), result::toString);
    }
}
