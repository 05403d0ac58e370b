package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers that start again by themselves, and those that do not any more. */
final class RestartPolicyIT {
    @RegisterExtension
    static final Host HOST = Host.with("--live-restore");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String STATE = "{{.State.Status}} {{.State.ExitCode}} {{.RestartCount}}";

    @Test
    void failuresAreFollowedByAsManyStartsAsAreAllowed() {
        String id = HOST.docker()
                .ok("run", "-d", "--restart", "on-failure:2", "busybox", "sh", "-c", "echo run; exit 3")
                .line();
        await(id, "exited 3 2");
        assertEquals(List.of("run", "run", "run"), HOST.docker().ok("logs", id).lines());
        Await.until(
                "each run is told",
                LIMIT,
                () -> Collections.frequency(events(id), "start") == 3 && Collections.frequency(events(id), "die") == 3);
    }

    @Test
    void successIsTheEndForOnFailure() {
        String id = HOST.docker()
                .ok("run", "-d", "--restart", "on-failure", "busybox", "true")
                .line();
        await(id, "exited 0 0");
    }

    @Test
    void whatIsAboutToRestartSaysSoAndIsStopped() {
        String id = failing("always");
        String told = HOST.docker()
                .ok("ps", "--filter", "status=restarting", "--format", "{{.Status}}")
                .line();
        assertTrue(told.matches("Restarting \\(7\\) .* ago"), told);
        assertEquals(
                "true true 0", HOST.docker().inspect(id, "{{.State.Running}} {{.State.Restarting}} {{.State.Pid}}"));
        Result exec = HOST.docker().run("exec", id, "true").exits(1);
        assertTrue(exec.err().contains("is restarting, wait until the container is running"), exec::err);
        Result removal = HOST.docker().run("rm", id).exits(1);
        assertTrue(removal.err().contains("container is restarting: stop the container before removing"), removal::err);
        HOST.docker().ok("stop", id);
        assertTrue(HOST.docker().inspect(id, STATE).startsWith("exited 7 "), "it was stopped");
    }

    @Test
    void killAndForcedRemovalEndTheSeriesToo() {
        String killed = failing("always");
        HOST.docker().ok("kill", killed);
        assertTrue(HOST.docker().inspect(killed, STATE).startsWith("exited 7 "), "it was killed");
        String removed = failing("unless-stopped");
        HOST.docker().ok("rm", "-f", removed);
        HOST.docker().run("inspect", removed).exits(1);
    }

    @Test
    void whoWaitsDuringARestartLearnsOfTheNextEnd() {
        String id = failing("always");
        assertEquals(7, HOST.docker().waitFor(id, LIMIT));
    }

    @Test
    void aStoppedContainerStaysStopped() {
        String id = HOST.docker()
                .ok("run", "-d", "--restart", "always", "busybox", "sleep", "100")
                .line();
        HOST.docker().ok("stop", "-t", "0", id);
        assertEquals("exited 137 0", HOST.docker().inspect(id, STATE));
        HOST.docker().ok("start", id);
        assertEquals("running 0 0", HOST.docker().inspect(id, STATE));
        kill(id);
        await(id, "running 0 1");
    }

    @Test
    void aRestartByHandBeginsToCountAnew() {
        String id = failing("always");
        HOST.docker().ok("restart", id);
        assertTrue(
                Integer.parseInt(HOST.docker().inspect(id, "{{.RestartCount}}")) <= 1, "the count was not begun anew");
        Await.until("both are told", LIMIT, () -> events(id).containsAll(List.of("stop", "restart")));
    }

    @Test
    void aStartThatFailsIsNotTriedAgain() {
        String id = HOST.docker()
                .ok("run", "-d", "--restart", "always", "busybox", "sh", "-c", "rm /bin/sh; exit 4")
                .line();
        await(id, "exited 4 1");
        String reason = HOST.docker().inspect(id, "{{.State.Error}}");
        assertTrue(reason.contains("executable file not found"), reason);
    }

    @Test
    void countAndBackOffOutliveTheDaemon() {
        String id = failing("on-failure:50");
        HOST.daemon().kill().start();
        int before = Integer.parseInt(HOST.docker().inspect(id, "{{.RestartCount}}"));
        assertTrue(before >= 4, "the count was lost: " + before);
        Await.until(
                "it goes on", LIMIT, () -> Integer.parseInt(HOST.docker().inspect(id, "{{.RestartCount}}")) > before);
    }

    @Test
    void whatEndedWhileTheDaemonWasDeadStartsAgain() {
        String id = HOST.docker()
                .ok("run", "-d", "--restart", "always", "busybox", "sleep", "1000")
                .line();
        Path process = Path.of("/proc", HOST.docker().inspect(id, "{{.State.Pid}}"));
        HOST.daemon().kill();
        Command.of("kill", "-9", String.valueOf(process.getFileName())).run().ok();
        Await.until("it ends", LIMIT, () -> !Files.exists(process));
        HOST.daemon().start();
        await(id, "running 0 1");
    }

    @Test
    void theDaemonStartsWhatShouldRunAndWhatIsNeededFirst() {
        HOST.docker().ok("run", "-d", "--name", "base", "--restart", "always", "busybox", "sleep", "1000");
        HOST.docker()
                .command("run", "-d", "--name", "guest", "--restart", "always", "--network", "container:base")
                .and("busybox", "sleep", "1000")
                .run()
                .ok();
        HOST.docker().ok("run", "-d", "--name", "ended", "--restart", "unless-stopped", "busybox", "sleep", "1000");
        HOST.docker().ok("stop", "-t", "0", "guest", "base", "ended");
        HOST.daemon().kill().start();
        await("guest", "running 0 0");
        await("base", "running 0 0");
        assertEquals("exited 137 0", HOST.docker().inspect("ended", STATE));
    }

    @Test
    void wrongPoliciesAreRefused() {
        String counted = create("\"RestartPolicy\":{\"Name\":\"always\",\"MaximumRetryCount\":3}");
        assertTrue(counted.contains("aximum retry count can"), counted);
        String unknown = create("\"RestartPolicy\":{\"Name\":\"sometimes\"}");
        assertTrue(unknown.contains("invalid restart policy"), unknown);
        String both = create("\"AutoRemove\":true,\"RestartPolicy\":{\"Name\":\"always\"}");
        assertTrue(both.contains("can't create 'AutoRemove' container with restart policy"), both);
    }

    private static String create(String host) {
        String socket = HOST.daemon().root().socket().toString();
        return Command.of("curl", "-s", "-H", "Content-Type: application/json")
                .and("-d", "{\"Image\":\"busybox\",\"HostConfig\":{" + host + "}}")
                .and("--unix-socket", socket, "http://docker/v1.41/containers/create")
                .run()
                .ok()
                .out();
    }

    /** One that failed often enough to wait for more than a second now. */
    private static String failing(String policy) {
        String id = HOST.docker()
                .ok("run", "-d", "--restart", policy, "busybox", "sh", "-c", "exit 7")
                .line();
        await(id, "restarting 7 5");
        return id;
    }

    private static void kill(String id) {
        Command.of("kill", "-9", HOST.docker().inspect(id, "{{.State.Pid}}"))
                .run()
                .ok();
    }

    private static void await(String id, String state) {
        Await.until(
                id + " is " + state,
                LIMIT,
                () -> HOST.docker().inspect(id, STATE).equals(state),
                () -> HOST.docker().inspect(id, STATE));
    }

    private static List<String> events(String id) {
        return HOST.docker()
                .ok("events", "--since", "0", "--until", "0s", "--filter", "container=" + id, "--format", "{{.Action}}")
                .lines();
    }
}
