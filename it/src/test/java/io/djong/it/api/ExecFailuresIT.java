package io.djong.it.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Running;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cannot be done to an exec, before it has started, after it has ended, and after its container has. */
final class ExecFailuresIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final String DETACHED = "{\"Detach\":true}";

    @BeforeEach
    void runABox() {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "Debian's dockerd has older words");
        HOST.docker().ok("run", "-d", "--network", "none", "--name", "box", "busybox", "sleep", "1000");
    }

    @Test
    void aSizeIsSetOnceTheExecHasStarted() {
        String exec = create("sleep 1000");
        try (Running resize =
                call("POST", "/exec/" + exec + "/resize?h=10&w=20", "").start().closeInput()) {
            assertEquals("200 ", answer("POST", "/exec/" + exec + "/start", DETACHED));
            assertEquals("200", resize.finish(Host.LIMIT).ok().err());
        }
    }

    @Test
    void whatCouldNotBeStartedHasNoTerminal() {
        String exec = createOf("\"/nosuch\"");
        answer("POST", "/exec/" + exec + "/start", DETACHED);
        assertEquals(
                "400 {\"message\":\"exec process is not started\"}",
                answer("POST", "/exec/" + exec + "/resize?h=1&w=2", ""));
    }

    @Test
    void whatHasEndedHasNoTerminalAndIsNotStartedAgain() {
        String exec = ended();
        assertEquals("404 {\"message\":\"no such exec\"}", answer("POST", "/exec/" + exec + "/resize?h=1&w=2", ""));
        assertEquals(
                "409 {\"message\":\"exec command ID has already run\"}",
                answer("POST", "/exec/" + exec + "/start", DETACHED));
    }

    @Test
    void afterItsContainersEndItCanBeLookedAtAndNotStarted() {
        String ended = ended();
        String unstarted = create("true");
        HOST.docker().ok("kill", "box");
        assertTrue(answer("GET", "/exec/" + ended + "/json", "").contains("\"ExitCode\":7"));
        for (String body : new String[] {DETACHED, "{}"}) {
            assertEquals(
                    "409 {\"message\":\"container ID is not running\"}",
                    answer("POST", "/exec/" + ended + "/start", body));
        }
        assertEquals(
                "409 {\"message\":\"container ID is not running\"}",
                answer("POST", "/exec/" + ended + "/resize?h=1&w=2", ""));
        assertUnknown(unstarted);
        HOST.docker().ok("start", "box");
        assertUnknown(unstarted);
    }

    private static void assertUnknown(String exec) {
        String message = "404 {\"message\":\"No such exec instance: ID\"}";
        assertEquals(message, answer("GET", "/exec/" + exec + "/json", ""));
        assertEquals(message, answer("POST", "/exec/" + exec + "/start", DETACHED));
    }

    private static String ended() {
        String exec = create("exit 7");
        answer("POST", "/exec/" + exec + "/start", DETACHED);
        Await.until(
                "it has ended",
                Host.LIMIT,
                () -> answer("GET", "/exec/" + exec + "/json", "").contains("\"ExitCode\":7"));
        return exec;
    }

    private static String create(String script) {
        return createOf("\"sh\",\"-c\",\"" + script + "\"");
    }

    private static String createOf(String command) {
        String body = "{\"Tty\":true,\"Cmd\":[" + command + "]}";
        String id = call("POST", "/containers/box/exec", body).run().ok().out().replaceAll("\\W|Id", "");
        assertEquals(64, id.length(), id);
        return id;
    }

    private static String answer(String method, String path, String body) {
        var result = call(method, path, body).run().ok();
        return result.err() + " " + result.out().strip().replaceAll("[0-9a-f]{64}", "ID");
    }

    private static Command call(String method, String path, String body) {
        return Command.of("curl", "-s", "-w", "%{stderr}%{http_code}", "-X", method, "-H")
                .and("Content-Type: application/json", "-d", body, "--unix-socket")
                .and(HOST.daemon().root().socket().toString(), "http://docker/v1.47" + path);
    }
}
