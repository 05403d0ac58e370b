package io.djong.it.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A daemon that stops its containers when it is told to end, because that is configured or the machine goes down. */
final class ShutdownIT {
    @RegisterExtension
    static final Host HOST = Host.with("--shutdown-timeout", "3");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void containersEndByTheirOwnSignalsAndStartWithTheNextDaemon() {
        HOST.daemon().kill().configure("{\"live-restore\":false}").start();
        String always = polite("always", "TERM");
        String usr1 = polite("unless-stopped", "USR1");
        String never = polite("no", "TERM");
        stopAll();
        HOST.daemon().configure("{}").start();
        assertEquals("exited 5", HOST.docker().inspect(never, "{{.State.Status}} {{.State.ExitCode}}"));
        for (String id : List.of(always, usr1)) {
            Await.until(
                    "it runs again",
                    LIMIT,
                    () -> HOST.docker().inspect(id, "{{.State.Status}}").equals("running"));
            Await.until(
                    "it said so",
                    LIMIT,
                    () -> HOST.docker().ok("logs", id).lines().equals(List.of("ready", "bye", "ready")));
        }
        List<String> actions = HOST.docker()
                .command("events", "--since", "0", "--until", "0s", "--format", "{{.Action}}")
                .and("--filter", "container=" + never)
                .run()
                .ok()
                .lines();
        assertEquals(List.of("kill", "die", "stop"), actions.subList(actions.size() - 3, actions.size()));
    }

    @Test
    void whenTheMachineGoesDownWhatDoesNotListenIsKilled() throws IOException {
        String deaf = HOST.docker()
                .ok("run", "-d", "--stop-timeout", "1", "busybox", "sh", "-c", "trap '' TERM; sleep 1000")
                .line();
        mark();
        stopAll();
        unmark();
        HOST.daemon().start();
        assertEquals("exited 137", HOST.docker().inspect(deaf, "{{.State.Status}} {{.State.ExitCode}}"));
    }

    @Test
    void whoAsksAgainAndAgainGetsAnEndWithoutCleanUp() throws IOException {
        String deaf = HOST.docker()
                .ok("run", "-d", "--stop-timeout", "-1", "busybox", "sh", "-c", "trap '' TERM; echo ready; sleep 1000")
                .line();
        awaitReady(deaf);
        Path process = Path.of("/proc", HOST.docker().inspect(deaf, "{{.State.Pid}}"));
        mark();
        long daemon = HOST.daemon().pid();
        Await.until("it ends", LIMIT, () -> {
            Command.of("kill", "-TERM", Long.toString(daemon)).run();
            return !Files.exists(Path.of("/proc", Long.toString(daemon), "exe"));
        });
        HOST.daemon().stop();
        unmark();
        assertTrue(Files.exists(process), "the container was killed");
        HOST.daemon().start();
        assertEquals("running", HOST.docker().inspect(deaf, "{{.State.Status}}"));
    }

    private static String polite(String policy, String signal) {
        String id = HOST.docker()
                .command("run", "-d", "--restart", policy, "--stop-signal", signal, "busybox", "sh", "-c")
                .and("trap 'echo bye; exit 5' " + signal + "; echo ready; while :; do sleep 0.05; done")
                .run()
                .ok()
                .line();
        awaitReady(id);
        return id;
    }

    private static void awaitReady(String id) {
        Await.until(
                "it is ready", LIMIT, () -> HOST.docker().ok("logs", id).lines().contains("ready"));
    }

    private static void stopAll() {
        List<Path> processes = HOST.docker().ok("ps", "-q").lines().stream()
                .map(id -> Path.of("/proc", HOST.docker().inspect(id, "{{.State.Pid}}")))
                .toList();
        HOST.daemon().stop();
        processes.forEach(process -> assertFalse(Files.exists(process), "a container outlived the daemon"));
    }

    /** As the unit does at the shutdown of the machine. */
    private static void mark() throws IOException {
        Files.createFile(marker());
    }

    private static void unmark() throws IOException {
        Files.delete(marker());
    }

    private static Path marker() {
        return HOST.daemon().root().exec().resolve("machine-shutdown");
    }
}
