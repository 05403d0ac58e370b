package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Signal;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChildOutputTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(15);

    private Reaper reaper;
    private Poller poller;
    private Pipe pipe;

    @BeforeEach
    void open() {
        reaper = Reaper.start();
        poller = Poller.start();
        pipe = Pipe.fromChild();
    }

    @AfterEach
    void close() {
        pipe.close();
        poller.close();
        reaper.close();
    }

    private Child shell(String script) {
        Child child =
                reaper.spawn(Spawn.of(Path.of("/bin/sh"), List.of("-c", script)).descriptor(1, pipe.writing()));
        pipe.writing().close();
        return child;
    }

    private Optional<ChildOutput.Ended> await(Child child, Duration limit) throws Exception {
        return new ChildOutput(poller, limit).await(child, pipe.reading(), 1024);
    }

    private static void assertKilled(Child child) throws InterruptedException {
        assertEquals(128 + Signal.KILL.number(), child.await(LONG).orElseThrow().exitCode());
    }

    @Test
    void whatAChildPrintsIsReadAndItsEndAwaited() throws Exception {
        ChildOutput.Ended ended =
                await(shell("echo one; echo two; exit 3"), LONG).orElseThrow();
        assertEquals("one\ntwo\n", ended.output());
        assertEquals(3, ended.status().exitCode());
    }

    @Test
    void aChildThatDoesNotEndIsKilled() throws Exception {
        Child child = shell("exec sleep 1000");
        assertTrue(await(child, SHORT).isEmpty());
        assertKilled(child);
    }

    @Test
    void aChildThatPrintsNoMoreButDoesNotEndIsKilled() throws Exception {
        Child child = shell("exec sleep 1000 >/dev/null");
        assertTrue(await(child, SHORT).isEmpty());
        assertKilled(child);
    }

    @Test
    void aChildHasEndedThoughItsOwnChildHoldsItsOutput() throws Exception {
        ChildOutput.Ended ended =
                await(shell("sleep 3 & echo done"), Duration.ofMillis(900)).orElseThrow();
        assertEquals("done\n", ended.output());
        assertEquals(0, ended.status().exitCode());
    }

    @Test
    void anInterruptedWaitKillsTheChild() throws Exception {
        Child child = shell("exec sleep 1000");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> await(child, LONG));
        assertKilled(child);
    }
}
