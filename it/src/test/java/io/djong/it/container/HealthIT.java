package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class HealthIT {
    @RegisterExtension
    static final Host HOST = Host.with("--live-restore");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String HEALTH = "{{.State.Health.Status}}";
    private static final String LAST = "{{with index .State.Health.Log 0}}{{.ExitCode}} {{.Output}}{{end}}";

    private static String run(String check, String... options) {
        return HOST.docker()
                .command("run", "-d", "--health-cmd", check, "--health-interval", "100ms")
                .and(options)
                .and("busybox", "sleep", "1000")
                .run()
                .ok()
                .line();
    }

    @Test
    void aProbeThatSucceedsMakesItHealthy() {
        String id = run("echo $WORD as $(id -u); exit 0", "-e", "WORD=fine", "--user", "7");
        await(id, "healthy");
        assertEquals("0 fine as 7", HOST.docker().inspect(id, LAST));
        assertEquals("0", HOST.docker().inspect(id, "{{.State.Health.FailingStreak}}"));
        String listed = HOST.docker()
                .ok("ps", "--filter", "health=healthy", "--format", "{{.Status}}")
                .line();
        assertTrue(listed.endsWith(" (healthy)"), listed);
        String command = "/bin/sh -c echo $WORD as $(id -u); exit 0";
        List<String> told = List.of("exec_create: " + command, "exec_start: " + command, "exec_die");
        Await.until("the probes are told", LIMIT, () -> events(id).containsAll(told));
        Await.until("the change is told", LIMIT, () -> events(id).contains("health_status: healthy"));
    }

    @Test
    void failuresMakeItUnhealthyAndSuccessHealthyAgain() {
        String id = run("test -e /up || { echo down >&2; exit 2; }", "--health-retries", "2");
        await(id, "unhealthy");
        assertEquals("2 down", HOST.docker().inspect(id, LAST));
        HOST.docker().ok("exec", id, "touch", "/up");
        await(id, "healthy");
        List<String> told = List.of("health_status: unhealthy", "health_status: healthy");
        Await.until("both changes are told", LIMIT, () -> changes(id).equals(told));
    }

    @Test
    void aProbeThatTakesTooLongIsKilled() {
        String id = run("echo begun; sleep 654; true", "--health-timeout", "500ms", "--health-retries", "1");
        await(id, "unhealthy");
        assertEquals(
                "-1 Health check exceeded timeout (500ms): begun", HOST.docker().inspect(id, LAST));
        // With what it began: two processes of the next probe may be there, none of the earlier ones.
        long probes = HOST.docker().ok("top", id).lines().stream()
                .filter(line -> line.contains("sleep 654"))
                .count();
        assertTrue(probes <= 2, () -> "processes of probes: " + probes);
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() {
        String id = run(
                "exit 1", "--health-start-period", "60s", "--health-start-interval", "50ms", "--health-retries", "1");
        Await.until(
                "it was probed",
                LIMIT,
                () -> HOST.docker().inspect(id, "{{len .State.Health.Log}}").equals("5"));
        assertEquals("starting 0", HOST.docker().inspect(id, HEALTH + " {{.State.Health.FailingStreak}}"));
        String listed = HOST.docker().ok("ps", "--format", "{{.Status}}").line();
        assertTrue(listed.endsWith(" (health: starting)"), listed);
    }

    @Test
    void aCheckCanBeTakenAway() {
        String id = HOST.docker()
                .ok("run", "-d", "--no-healthcheck", "busybox", "sleep", "1000")
                .line();
        assertEquals("<nil>", HOST.docker().inspect(id, "{{.State.Health}}"));
        assertEquals(
                id,
                HOST.docker()
                        .ok("ps", "-q", "--no-trunc", "--filter", "health=none")
                        .line());
    }

    @Test
    void nobodyProbesWhatIsPausedOrEnded() {
        String id = run("true");
        await(id, "healthy");
        HOST.docker().ok("pause", id);
        assertEquals("unhealthy", HOST.docker().inspect(id, HEALTH));
        HOST.docker().ok("unpause", id);
        await(id, "healthy");
        HOST.docker().ok("stop", "-t", "0", id);
        assertEquals("unhealthy", HOST.docker().inspect(id, HEALTH));
        HOST.docker().ok("start", id);
        await(id, "healthy");
    }

    @Test
    void probesGoOnAfterTheDaemonsDeath() {
        String id = run("test -e /up");
        HOST.docker().ok("exec", id, "touch", "/up");
        await(id, "healthy");
        HOST.daemon().kill().start();
        assertEquals("healthy", HOST.docker().inspect(id, HEALTH));
        HOST.docker().ok("exec", id, "rm", "/up");
        await(id, "unhealthy");
    }

    @Test
    void wrongChecksAreRefused() {
        Result result = HOST.docker()
                .run("create", "--health-cmd", "true", "--health-interval", "10us", "busybox")
                .exits(1);
        assertTrue(result.err().contains("Interval in Healthcheck cannot be less than 1ms"), result::err);
        Result filter = HOST.docker().run("ps", "--filter", "health=well").exits(1);
        assertTrue(filter.err().contains("nvalid"), filter::err);
    }

    private static void await(String id, String status) {
        Await.until(
                id + " is " + status,
                LIMIT,
                () -> HOST.docker().inspect(id, HEALTH).equals(status),
                () -> HOST.docker().inspect(id, "{{json .State.Health}}"));
    }

    private static List<String> changes(String id) {
        return events(id).stream()
                .filter(action -> action.startsWith("health_status"))
                .toList();
    }

    private static List<String> events(String id) {
        return HOST.docker()
                .ok("events", "--since", "0", "--until", "0s", "--filter", "container=" + id, "--format", "{{.Action}}")
                .lines();
    }
}
