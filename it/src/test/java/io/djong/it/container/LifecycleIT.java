package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LifecycleIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String UNTIL_TERMINATED =
            "trap 'echo terminated; exit 5' TERM; echo ready; while :; do sleep 0.05; done";

    @Test
    void whatIsCreatedIsStartedByItsName() {
        HOST.docker().ok("create", "--name", "made", "busybox", "sh", "-c", "echo hello; exit 3");
        assertEquals("created", HOST.docker().inspect("made", "{{.State.Status}}"));
        Result result = HOST.docker().run("start", "-a", "made").exits(3);
        assertEquals("hello\n", result.out());
        assertEquals("exited 3", HOST.docker().inspect("made", "{{.State.Status}} {{.State.ExitCode}}"));
    }

    @Test
    void whatHasEndedStartsAgainWithItsFiles() {
        HOST.docker()
                .run("run", "--name", "again", "busybox", "sh", "-c", "echo x >> /count; cat /count")
                .ok();
        assertEquals("x\nx\n", HOST.docker().ok("start", "-a", "again").out());
    }

    @Test
    void stopSendsTermAndKeepsTheExitCode() {
        String id = HOST.docker()
                .ok("run", "-d", "busybox", "sh", "-c", UNTIL_TERMINATED)
                .line();
        awaitLog(id, "ready");
        HOST.docker().ok("stop", id);
        assertEquals("exited 5", HOST.docker().inspect(id, "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("ready\nterminated\n", HOST.docker().ok("logs", id).out());
    }

    @Test
    void stopKillsWhatDoesNotListen() {
        String id = HOST.docker()
                .ok("run", "-d", "busybox", "sh", "-c", "trap '' TERM; echo ready; sleep 100")
                .line();
        awaitLog(id, "ready");
        Result result = HOST.docker().ok("stop", "-t", "1", id);
        assertTrue(result.took().toMillis() >= 900, () -> "killed too early: " + result);
        assertEquals("exited 137", HOST.docker().inspect(id, "{{.State.Status}} {{.State.ExitCode}}"));
    }

    @Test
    void stoppingWhatIsStoppedIsNoError() {
        HOST.docker().ok("run", "--name", "ended", "busybox", "true");
        assertEquals("ended", HOST.docker().ok("stop", "ended").line());
    }

    @Test
    void killSendsTheSignalThatWasAskedFor() {
        String id = HOST.docker()
                .ok("run", "-d", "busybox", "sh", "-c", "trap 'exit 9' USR1; echo ready; while :; do sleep 0.05; done")
                .line();
        awaitLog(id, "ready");
        HOST.docker().ok("kill", "-s", "USR1", id);
        assertEquals(9, HOST.docker().waitFor(id, LIMIT));
    }

    @Test
    void killWithoutASignalEndsWith137() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        HOST.docker().ok("kill", id);
        assertEquals(137, HOST.docker().waitFor(id, LIMIT));
    }

    @Test
    void killIsOverWhenTheContainerHasEnded() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        String url = "http://docker/v1.41/containers/" + id;
        List<String> curl =
                List.of("-s", "--unix-socket", HOST.daemon().root().socket().toString());
        String answers = Command.of("curl")
                .and(curl.toArray(String[]::new))
                .and("-X", "POST", url + "/kill", "--next")
                .and(curl.toArray(String[]::new))
                .and(url + "/json")
                .run()
                .ok()
                .out();
        assertTrue(answers.contains("\"Status\":\"exited\""), answers);
    }

    @Test
    void aPausedContainerIsStoppedPolitely() {
        String id = pausedUntilTerminated();
        HOST.docker().ok("stop", id);
        assertEquals("exited 5", HOST.docker().inspect(id, "{{.State.Status}} {{.State.ExitCode}}"));
    }

    @Test
    void theStopSignalWakesAPausedContainer() {
        String id = pausedUntilTerminated();
        HOST.docker().ok("kill", "-s", "TERM", id);
        assertEquals(5, HOST.docker().waitFor(id, LIMIT));
    }

    @Test
    void aPausedContainerSeesASignalOnceItGoesOnWhereAnotherOneStopsIt() {
        String script = "trap 'exit 5' USR1; echo ready; while :; do sleep 0.05; done";
        String id = HOST.docker()
                .ok("run", "-d", "--stop-signal", "TERM", "busybox", "sh", "-c", script)
                .line();
        awaitLog(id, "ready");
        HOST.docker().ok("pause", id);
        HOST.docker().ok("kill", "-s", "USR1", id);
        assertEquals("paused", HOST.docker().inspect(id, "{{.State.Status}}"));
        HOST.docker().ok("unpause", id);
        assertEquals(5, HOST.docker().waitFor(id, LIMIT));
    }

    @Test
    void anySignalWakesAPausedContainerThatHasNoStopSignalOfItsOwn() {
        String id = pausedUntilTerminated();
        HOST.docker().ok("kill", "-s", "CONT", id);
        assertEquals("running", HOST.docker().inspect(id, "{{.State.Status}}"));
    }

    @Test
    void aPausedContainerIsKilled() {
        String id = pausedUntilTerminated();
        HOST.docker().ok("kill", id);
        assertEquals("exited 137", HOST.docker().inspect(id, "{{.State.Status}} {{.State.ExitCode}}"));
    }

    private static String pausedUntilTerminated() {
        String id = HOST.docker()
                .ok("run", "-d", "busybox", "sh", "-c", UNTIL_TERMINATED)
                .line();
        awaitLog(id, "ready");
        HOST.docker().ok("pause", id);
        return id;
    }

    @Test
    void killingWhatDoesNotRunConflicts() {
        String id = HOST.docker().ok("create", "busybox").line();
        Result result = HOST.docker().run("kill", id).exits(1);
        assertTrue(result.err().contains("is not running"), result::err);
    }

    @Test
    void restartGivesANewProcess() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        String before = HOST.docker().inspect(id, "{{.State.Pid}} {{.State.StartedAt}}");
        HOST.docker().ok("restart", "-t", "0", id);
        assertEquals("running", HOST.docker().inspect(id, "{{.State.Status}}"));
        assertNotEquals(before, HOST.docker().inspect(id, "{{.State.Pid}} {{.State.StartedAt}}"));
    }

    @Test
    void restartKeepsAContainerThatRemovesItself() {
        String id =
                HOST.docker().ok("run", "-d", "--rm", "busybox", "sleep", "100").line();
        HOST.docker().ok("restart", "-t", "0", id);
        assertEquals("running", HOST.docker().inspect(id, "{{.State.Status}}"));
        HOST.docker().ok("kill", id);
        Await.until(
                "the container is gone",
                LIMIT,
                () -> HOST.docker().run("inspect", id).exit() == 1);
    }

    @Test
    void aStartThatFailsLeavesAnEndedContainerEnded() {
        String id = HOST.docker()
                .ok("run", "-d", "busybox", "sh", "-c", "rm /bin/sh")
                .line();
        HOST.docker().waitFor(id, LIMIT);
        HOST.docker().run("start", id).exits(1);
        assertEquals("exited 127", HOST.docker().inspect(id, "{{.State.Status}} {{.State.ExitCode}}"));
    }

    @Test
    void renameFreesTheOldName() {
        String id = HOST.docker().ok("create", "--name", "old", "busybox").line();
        HOST.docker().ok("rename", "old", "new");
        assertEquals("/new", HOST.docker().inspect(id, "{{.Name}}"));
        Result gone = HOST.docker().run("start", "old").exits(1);
        assertTrue(gone.err().contains("No such container: old"), gone::err);
        HOST.docker().ok("create", "--name", "old", "busybox");
        Result taken = HOST.docker().run("rename", "new", "old").exits(1);
        assertTrue(taken.err().contains("The container name \"/old\" is already in use"), taken::err);
    }

    @Test
    void removingARunningContainerConflicts() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "100").line();
        Result result = HOST.docker().run("rm", id).exits(1);
        // Docker's words before 25.0, and since.
        boolean told = result.err().contains("You cannot remove a running container " + id)
                || result.err().contains("container is running: stop the container before removing or force remove");
        assertTrue(told, result::err);
        HOST.docker().ok("rm", "-f", id);
        assertEquals("", HOST.docker().ok("ps", "-aq").line());
    }

    @Test
    void removingWhatIsNotThereIsAnError() {
        Result result = HOST.docker().run("rm", "nosuchcontainer").exits(1);
        assertTrue(result.err().contains("No such container: nosuchcontainer"), result::err);
    }

    @Test
    void aContainerIsFoundByAPartOfItsIdThatIsUnique() {
        String id = HOST.docker().ok("create", "busybox").line();
        assertEquals(id, HOST.docker().inspect(id.substring(0, 12), "{{.Id}}"));
    }

    @Test
    void listsFilterByStateNameAndLabel() {
        String running = HOST.docker()
                .ok("run", "-d", "--name", "red", "--label", "colour=red", "busybox", "sleep", "100")
                .line();
        String created = HOST.docker()
                .ok("create", "--name", "blue", "--label", "colour=blue", "busybox")
                .line();
        assertEquals(running, HOST.docker().ok("ps", "-q", "--no-trunc").line());
        assertEquals(created, list("status=created"));
        assertEquals(running, list("label=colour=red"));
        assertEquals(created, list("name=blu"));
        assertEquals(
                2,
                HOST.docker()
                        .ok("ps", "-a", "-q", "--filter", "label=colour")
                        .lines()
                        .size());
        Result wrong = HOST.docker().run("ps", "--filter", "nosuch=1").exits(1);
        assertTrue(wrong.err().toLowerCase(Locale.ROOT).contains("invalid filter"), wrong::err);
    }

    @Test
    void thePsLineSaysWhatRuns() {
        HOST.docker().ok("run", "-d", "--name", "shown", "busybox", "sleep", "100");
        String line = HOST.docker()
                .ok("ps", "--format", "{{.Image}}|{{.Command}}|{{.State}}|{{.Names}}|{{.Ports}}")
                .line();
        assertEquals("busybox|\"sleep 100\"|running|shown|", line);
        assertTrue(HOST.docker().ok("ps", "--format", "{{.Status}}").line().startsWith("Up "), line);
    }

    @Test
    void waitEndsWhenTheContainerDoes() {
        String id = HOST.docker()
                .ok("run", "-d", "-i", "busybox", "sh", "-c", "read line; exit 7")
                .line();
        try (Running waiting = HOST.docker().start("wait", id)) {
            HOST.docker().command("attach", id).run("go\n");
            assertEquals("7", waiting.finish(LIMIT).ok().line());
        }
    }

    @Test
    void aContainerWithRmIsRemovedByTheDaemonWithoutAClient() {
        String id =
                HOST.docker().ok("run", "-d", "--rm", "busybox", "sleep", "100").line();
        HOST.docker().ok("kill", id);
        Await.until(
                "the container is gone",
                LIMIT,
                () -> HOST.docker().run("inspect", id).exit() == 1);
    }

    @Test
    void eventsTellAContainersLife() {
        try (Running events =
                HOST.docker().start("events", "--format", "{{.Type}} {{.Action}}", "--filter", "type=container")) {
            // The stream has begun when an event of a first container comes.
            Await.until("events flow", LIMIT, () -> {
                HOST.docker().ok("create", "busybox");
                return events.out().contains("container create");
            });
            HOST.docker().ok("run", "--rm", "busybox", "true");
            events.awaitOut("the whole life", LIMIT, text -> text.contains("container destroy"));
            String life = events.out().substring(events.out().lastIndexOf("container create"));
            assertEquals(
                    "container create container attach container start container die container destroy",
                    String.join(" ", life.strip().split("\n", -1)));
        }
    }

    private static String list(String filter) {
        return HOST.docker()
                .ok("ps", "-a", "-q", "--no-trunc", "--filter", filter)
                .line();
    }

    private static void awaitLog(String container, String text) {
        Await.until(
                text + " is logged",
                LIMIT,
                () -> HOST.docker().ok("logs", container).out().contains(text));
    }
}
