package io.djong.it.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import io.djong.testkit.registry.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The daemon is killed, and what it started lives on; started again, it knows what happened meanwhile. */
final class RestartIT {
    @RegisterExtension
    static final Host HOST = Host.with("--live-restore");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void aRunningContainerIsKnownAgain() {
        String id = HOST.docker()
                .ok("run", "-d", "--name", "kept", "busybox", "sleep", "1000")
                .line();
        String before = HOST.docker().inspect(id, "{{.State.Pid}} {{.State.StartedAt}} {{.NetworkSettings.IPAddress}}");
        HOST.daemon().kill().start();
        assertEquals(
                before,
                HOST.docker().inspect("kept", "{{.State.Pid}} {{.State.StartedAt}} {{.NetworkSettings.IPAddress}}"));
        assertEquals("running", HOST.docker().inspect(id, "{{.State.Status}}"));
        assertEquals("1\n", HOST.docker().ok("exec", id, "sh", "-c", "echo 1").out());
        HOST.docker().ok("stop", "-t", "0", id);
        assertEquals("exited 137", HOST.docker().inspect(id, "{{.State.Status}} {{.State.ExitCode}}"));
    }

    @Test
    void anExitDuringTheAbsenceIsRecordedWithItsCode() {
        String pipe = fifo("end");
        HOST.docker()
                .ok("run", "-d", "--name", "ends", "-v", pipe + ":/end", "busybox", "sh", "-c", "cat /end; exit 42");
        String pid = HOST.docker().inspect("ends", "{{.State.Pid}}");
        HOST.daemon().kill();
        Command.of("sh", "-c", "echo bye > " + pipe).run().ok();
        awaitEndOf(pid);
        HOST.daemon().start();
        // The first answer tells it already: nobody has to wait for what is past.
        assertEquals("exited 42", HOST.docker().inspect("ends", "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("bye\n", HOST.docker().ok("logs", "ends").out());
    }

    @Test
    void aContainerThatCannotBeTakenOverIsTheOnlyOneLost() throws IOException {
        String odd = HOST.docker().ok("run", "-d", "busybox", "sleep", "1000").line();
        String kept = HOST.docker().ok("run", "-d", "busybox", "sleep", "1000").line();
        HOST.daemon().kill();
        Path bundle = HOST.daemon().root().exec().resolve("containers").resolve(odd);
        Files.delete(bundle.resolve("task.json"));
        Path inTheWay = Files.createDirectories(bundle.resolve("in/the/way"));
        HOST.daemon().start();
        assertEquals("exited", HOST.docker().inspect(odd, "{{.State.Status}}"));
        assertEquals("running", HOST.docker().inspect(kept, "{{.State.Status}}"));
        // As soon as nothing is in the way, a start removes what is left of it.
        HOST.daemon().kill();
        Files.delete(inTheWay);
        Files.delete(bundle.resolve("in/the"));
        HOST.daemon().start();
        assertFalse(Files.exists(bundle));
    }

    @Test
    void aContainerThatRemovesItselfIsGoneAfterAnExitDuringTheAbsence() {
        String pipe = fifo("gone");
        HOST.docker().ok("run", "-d", "--rm", "--name", "gone", "-v", pipe + ":/end", "busybox", "cat", "/end");
        String pid = HOST.docker().inspect("gone", "{{.State.Pid}}");
        HOST.daemon().kill();
        Command.of("sh", "-c", "echo bye > " + pipe).run().ok();
        awaitEndOf(pid);
        HOST.daemon().start();
        HOST.docker().run("inspect", "gone").exits(1);
    }

    @Test
    void theLogHasNoHoleUnderRepeatedKills() {
        String script = "i=0; while [ $i -lt 4000 ]; do i=$((i+1)); echo out $i; echo err $i >&2;"
                + " [ $((i % 20)) -eq 0 ] && usleep 20000; done; exit 0";
        HOST.docker().ok("run", "-d", "--name", "counts", "busybox", "sh", "-c", script);
        for (int round = 0; round < 3; round++) {
            HOST.daemon().kill().start();
            HOST.docker().ok("logs", "--tail", "1", "counts");
        }
        assertEquals(0, HOST.docker().waitFor("counts", LIMIT));
        Result logs = HOST.docker().ok("logs", "counts");
        assertEquals(sequence("out"), logs.lines());
        assertEquals(sequence("err"), logs.err().lines().toList());
    }

    @Test
    void aPublishedPortAnswersWhileTheDaemonIsDead() {
        int port = Ports.free();
        HOST.docker()
                .command("run", "-d", "--name", "web", "-p", port + ":80", "busybox")
                .and("sh", "-c", "echo up; mkdir -p /w && echo page > /w/page && exec httpd -f -p 80 -h /w")
                .run()
                .ok();
        Await.until("the page is served", LIMIT, () -> fetch(port).equals("page\n"));
        HOST.daemon().kill();
        assertEquals("page\n", fetch(port));
        HOST.daemon().start();
        assertEquals("page\n", fetch(port));
        HOST.docker().ok("rm", "-f", "web");
        assertEquals("", fetch(port));
    }

    @Test
    void namesStoppedContainersAndImagesAreKept() {
        HOST.docker()
                .run("run", "--name", "old", "busybox", "sh", "-c", "echo said; exit 3")
                .exits(3);
        HOST.docker().ok("create", "--name", "fresh", "busybox", "echo", "hello");
        HOST.daemon().kill().start();
        assertEquals("exited 3", HOST.docker().inspect("old", "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("said\n", HOST.docker().ok("logs", "old").out());
        assertEquals("hello\n", HOST.docker().ok("start", "-a", "fresh").out());
        HOST.docker().run("create", "--name", "old", "busybox").exits(1);
    }

    @Test
    void aKillAmongManyStartsLeavesNothingHalfMade() {
        List<Running> starts = IntStream.range(0, 8)
                .mapToObj(i ->
                        HOST.docker().start("run", "--rm", "busybox", "true").closeInput())
                .toList();
        Await.until(
                "some have begun",
                LIMIT,
                () -> !HOST.docker().ok("ps", "-aq").lines().isEmpty());
        HOST.daemon().kill();
        starts.forEach(start -> start.finish(LIMIT));
        HOST.daemon().start();
        HOST.docker().ok("run", "--rm", "busybox", "true");
    }

    @Test
    void stoppingTheDaemonLeavesTheContainersAlone() {
        String id = HOST.docker().ok("run", "-d", "busybox", "sleep", "1000").line();
        String pid = HOST.docker().inspect(id, "{{.State.Pid}}");
        HOST.daemon().stop();
        assertTrue(Files.exists(Path.of("/proc", pid)), "the container ended with the daemon");
        HOST.daemon().start();
        assertEquals(pid, HOST.docker().inspect(id, "{{.State.Pid}}"));
    }

    @Test
    void stoppingTheDaemonEndsStreamsAtOnce() {
        HOST.docker().ok("run", "-d", "--name", "quiet", "busybox", "sleep", "1000");
        List<Running> streams = List.of(
                HOST.docker().start("events").closeInput(),
                HOST.docker().start("logs", "-f", "quiet").closeInput(),
                HOST.docker().start("attach", "--no-stdin", "quiet").closeInput(),
                HOST.docker().start("exec", "quiet", "sleep", "1000").closeInput(),
                HOST.docker().start("wait", "quiet").closeInput());
        Await.until(
                "the exec runs",
                LIMIT,
                () -> HOST.docker().ok("top", "quiet").lines().size() == 3);
        long begin = System.nanoTime();
        HOST.daemon().stop();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.toSeconds() < 5, "stopping took " + took);
        streams.forEach(stream -> stream.finish(LIMIT));
        HOST.daemon().start();
    }

    private static List<String> sequence(String word) {
        return IntStream.rangeClosed(1, 4000).mapToObj(i -> word + " " + i).toList();
    }

    private static String fifo(String name) {
        String path = HOST.daemon().root().path().resolve(name + ".fifo").toString();
        Command.of("mkfifo", "-m", "666", path).run().ok();
        return path;
    }

    private static void awaitEndOf(String pid) {
        Await.until("process " + pid + " ends", LIMIT, () -> !Files.exists(Path.of("/proc", pid)));
    }

    private static String fetch(int port) {
        return Command.of("timeout", "5", "busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:" + port + "/page")
                .run()
                .out();
    }
}
