package io.djong.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.FdOutput;
import io.djong.kernel.event.Poller;
import io.djong.kernel.socket.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReaperTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Reaper reaper;
    private Poller poller;

    @BeforeEach
    void open() {
        reaper = Reaper.start();
        poller = Poller.start();
    }

    @AfterEach
    void close() {
        poller.close();
        reaper.close();
    }

    private static Spawn shell(String script, String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of("-c", script, "sh"));
        all.addAll(List.of(arguments));
        return Spawn.of(Path.of("/bin/sh"), all);
    }

    @Test
    void deliversExitCodes() throws InterruptedException {
        Child ok = reaper.spawn(shell("exit 0"));
        Child bad = reaper.spawn(shell("exit 42"));
        assertEquals(42, bad.await(LONG).orElseThrow().exitCode());
        assertEquals(0, ok.await(LONG).orElseThrow().exitCode());
    }

    @Test
    void aSignalledChildShowsItsSignal() throws InterruptedException {
        Child child = reaper.spawn(shell("kill -TERM $$"));
        ExitStatus status = child.await(LONG).orElseThrow();
        assertEquals(15, status.signal());
        assertEquals(143, status.exitCode());
    }

    @Test
    void aLateAskerStillLearns() throws InterruptedException {
        Child first = reaper.spawn(shell("exit 7"));
        Child second = reaper.spawn(shell("exit 8"));
        second.await();
        assertEquals(7, first.await(LONG).orElseThrow().exitCode());
        assertEquals(7, first.await(Duration.ZERO).orElseThrow().exitCode(), "asking twice");
    }

    @Test
    void anOrphanComesToUs() throws Exception {
        Reaper.Mark mark = reaper.mark();
        try (Pipe pipe = Pipe.fromChild()) {
            Child parent = reaper.spawn(
                    shell("(read x < /dev/null; sleep 0.1; exit 9) & echo $!").descriptor(1, pipe.writing()));
            pipe.writing().close();
            assertEquals(0, parent.await(LONG).orElseThrow().exitCode());
            String line = new String(new FdInput(pipe.reading(), poller).readNBytes(64), StandardCharsets.UTF_8);
            long orphan = Long.parseLong(line.strip());
            assertEquals(9, reaper.await(orphan, mark, LONG).orElseThrow().exitCode());
        }
    }

    @Test
    void aWaitEndsByItsDeadline() throws InterruptedException {
        Child child = reaper.spawn(shell("sleep 60"));
        assertEquals(Optional.empty(), child.await(Duration.ofMillis(1)));
        child.kill();
        assertEquals(137, child.await(LONG).orElseThrow().exitCode());
    }

    @Test
    void aMissingProgramIsAnError() {
        Spawn nothing = Spawn.of(Path.of("/no/such/program"), List.of());
        KernelException e = assertThrows(KernelException.class, () -> reaper.spawn(nothing));
        assertTrue(e.is(Errno.ENOENT));
        assertEquals("exec /no/such/program: no such file or directory", e.getMessage());
    }

    @Test
    void aChildHasOnlyWhatItIsGiven() throws Exception {
        try (Pipe in = Pipe.toChild();
                Pipe out = Pipe.fromChild()) {
            Child child = reaper.spawn(shell("pwd; echo $NAME; cat <&5; ls /proc/self/fd")
                    .environment(Map.of("NAME", "value", "PATH", "/bin:/usr/bin"))
                    .directory(Path.of("/usr"))
                    .descriptor(5, in.reading())
                    .descriptor(1, out.writing()));
            out.writing().close();
            in.reading().close();
            try (FdOutput sink = new FdOutput(in.writing(), poller)) {
                sink.write("through five\n".getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(new FdInput(out.reading(), poller).readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("/usr\nvalue\nthrough five\n0\n1\n2\n3\n5\n", text); // 3 is the listing's own
            assertEquals(0, child.await(LONG).orElseThrow().exitCode());
        }
    }

    @Test
    void descriptorsMayTradePlaces() throws Exception {
        try (Pipe a = Pipe.fromChild();
                Pipe b = Pipe.fromChild()) {
            int low = Math.min(a.writing().number(), b.writing().number());
            int high = Math.max(a.writing().number(), b.writing().number());
            Fd lower = a.writing().number() == low ? a.writing() : b.writing();
            Fd upper = lower == a.writing() ? b.writing() : a.writing();
            String script = "echo low >&$1; echo high >&$2";
            Child child = reaper.spawn(Spawn.of(Path.of("/bin/bash"), List.of("-c", script, "sh", "" + low, "" + high))
                    .descriptor(low, upper)
                    .descriptor(high, lower));
            assertEquals(0, child.await(LONG).orElseThrow().exitCode());
            a.writing().close();
            b.writing().close();
            assertEquals("low\n", read(upper == a.writing() ? a : b));
            assertEquals("high\n", read(upper == a.writing() ? b : a));
        }
    }

    private String read(Pipe pipe) throws IOException {
        return new String(new FdInput(pipe.reading(), poller).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void pidfdsSignalAndSeeTheEnd() throws InterruptedException {
        Child child = reaper.spawn(shell("exec sleep 60"));
        try (Pidfd process = Pidfd.open(child.pid()).orElseThrow()) {
            assertTrue(process.isAlive());
            assertFalse(process.awaitExit(poller, Duration.ofMillis(1)));
            assertTrue(process.signal(Signal.TERM));
            assertTrue(process.awaitExit(poller, LONG));
            child.await();
            assertFalse(process.isAlive());
            assertFalse(process.signal(Signal.TERM));
        }
        assertEquals(Optional.empty(), Pidfd.open(child.pid()));
    }

    @Test
    void thisProcessHasLimitsAndCapabilities() {
        Rlimit files = Rlimit.get(Rlimit.Resource.NOFILE);
        assertTrue(files.soft() > 0 && (files.hard() == Rlimit.UNLIMITED || files.soft() <= files.hard()));
        Rlimit.set(Rlimit.Resource.CORE, Rlimit.get(Rlimit.Resource.CORE));
        Capabilities fake = Capabilities.parse(List.of("CapPrm:\t0000000000000003", "CapEff:\t0000000000000001"));
        assertEquals(List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE"), List.copyOf(fake.permitted()));
        assertEquals(List.of("CAP_CHOWN"), List.copyOf(fake.effective()));
        assertFalse(Capabilities.current().bounding().isEmpty());
    }
}
