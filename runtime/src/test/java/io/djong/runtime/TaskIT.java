package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.FdInput;
import io.djong.kernel.process.Signal;
import io.djong.kernel.socket.Pipe;
import io.djong.kernel.tty.Terminal;
import io.djong.model.ContainerId;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.runtime.Machine.Result;
import io.djong.runtime.spec.ContainerSpec;
import io.djong.testkit.process.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TaskIT {
    private static Machine machine;

    @BeforeAll
    static void open() throws IOException {
        machine = Machine.open();
    }

    @AfterAll
    static void close() throws IOException {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void outputComesByStreamAndTheExitCodeAfterIt() throws Exception {
        ContainerSpec spec = machine.script("echo out; echo err >&2; exit 42");
        Instant before = Instant.now();
        Result result = machine.run(spec);
        assertEquals("out\n", result.out());
        assertEquals("err\n", result.err());
        assertEquals(42, result.exit().code());
        assertFalse(result.exit().outOfMemory());
        assertTrue(Duration.between(before, result.exit().at()).abs().toSeconds() < 60);
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void aMonitorBegunAheadServesItsContainer() throws Exception {
        ContainerSpec spec = machine.script("echo out; exit 7");
        machine.tasks().prepare(spec.id(), "", Stdio.NONE);
        Await.until("a monitor waits", Duration.ofSeconds(20), () -> machine.monitors(spec.id()) == 1);
        Result result = machine.run(spec);
        assertEquals("out\n", result.out());
        assertEquals(7, result.exit().code());
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void aMonitorBegunAheadOfOtherStreamsIsNotTaken() throws Exception {
        ContainerSpec spec = machine.script("test -t 0");
        machine.tasks().prepare(spec.id(), "", new Stdio(true, Stdio.Input.NONE, Path.of("")));
        assertEquals(1, machine.run(spec).exit().code());
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void aMonitorBegunForNothingIsTakenBack() throws Exception {
        ContainerId id = Machine.id();
        machine.tasks().prepare(id, "", Stdio.NONE);
        Await.until("a monitor waits", Duration.ofSeconds(20), () -> machine.monitors(id) == 1);
        machine.assertNothingLeft(id);
    }

    @Test
    void aLongOutputArrivesWhole() throws Exception {
        Result result = machine.run(machine.script("seq 1 200000"));
        assertEquals(200_000, result.out().lines().count());
        assertTrue(result.out().endsWith("\n199999\n200000\n"));
    }

    @Test
    void standardInputEndsWithItsAttachment() throws Exception {
        ContainerSpec spec = machine.spec(List.of("cat"), "{}", "{}");
        Task task = machine.tasks().create(spec, new Stdio(false, Stdio.Input.ONCE, Path.of("")));
        byte[] text = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Attachment attachment = task.attach()) {
            task.start();
            Thread writer = Thread.startVirtualThread(() -> {
                try (OutputStream input = attachment.input()) {
                    input.write(text);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Machine.collect(attachment, out, out);
            writer.join();
        }
        assertEquals(0, task.await().code());
        assertEquals(text.length, out.size());
        task.delete();
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void anOnlookerWhoLeavesDoesNotEndTheInput() throws Exception {
        ContainerSpec spec = machine.spec(List.of("cat"), "{}", "{}");
        Task task = machine.tasks().create(spec, new Stdio(false, Stdio.Input.ONCE, Path.of("")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Attachment attachment = task.attach()) {
            task.start();
            task.attach().detach();
            try (OutputStream input = attachment.input()) {
                input.write("still here\n".getBytes(StandardCharsets.UTF_8));
            }
            Machine.collect(attachment, out, out);
        }
        assertEquals("still here\n", out.toString(StandardCharsets.UTF_8));
        assertEquals(0, task.await().code());
        task.delete();
    }

    @Test
    void keptInputOutlivesAttachments() throws Exception {
        ContainerSpec spec = machine.script("read a; echo got $a; read b; echo got $b");
        Task task = machine.tasks().create(spec, new Stdio(false, Stdio.Input.KEPT, Path.of("")));
        task.start();
        try (Attachment first = task.attach()) {
            first.input().write("one\n".getBytes(StandardCharsets.UTF_8));
            assertEquals("got one\n", text(first.read()));
        }
        try (Attachment second = task.attach()) {
            second.input().write("two\n".getBytes(StandardCharsets.UTF_8));
            assertEquals("got two\n", text(second.read()));
            assertEquals(Optional.empty(), second.read());
        }
        assertEquals(0, task.await().code());
        task.delete();
    }

    private static String text(Optional<Frame> frame) {
        Frame part = frame.orElseThrow();
        return new String(part.buffer(), part.offset(), part.length(), StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalHasASizeAndFollowsIt() throws Exception {
        ContainerSpec spec = machine.spec(
                List.of(
                        "sh",
                        "-c",
                        "stty size; until [ \"$(stty size)\" = '44 122' ]; do sleep 0.01; done; echo $TERM"),
                "{\"Tty\": true}",
                "{\"ConsoleSize\": [33, 111]}");
        Task task = machine.tasks().create(spec, new Stdio(true, Stdio.Input.KEPT, Path.of("")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Attachment attachment = task.attach()) {
            task.start();
            assertEquals("33 111\r\n", text(attachment.read()));
            task.resize(new Terminal.Size(44, 122));
            Machine.collect(attachment, out, out);
        }
        assertEquals(0, task.await().code());
        assertEquals("xterm\r\n", out.toString(StandardCharsets.UTF_8));
        task.delete();
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void signalsReachTheMainProcess() throws Exception {
        ContainerSpec spec = machine.script("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        Task task = machine.tasks().create(spec, Stdio.NONE);
        try (Attachment attachment = task.attach()) {
            task.start();
            assertEquals("ready\n", text(attachment.read()));
        }
        assertThrows(Conflict.class, task::delete);
        assertTrue(task.kill(Signal.TERM));
        assertEquals(7, task.await().code());
        assertFalse(task.kill(Signal.TERM));
        task.delete();
        assertThrows(Conflict.class, task::attach);
    }

    @Test
    void killingEndsAlsoWhatIsPaused() throws Exception {
        ContainerSpec spec = machine.script("sleep 100 & sleep 100");
        Task task = machine.tasks().create(spec, Stdio.NONE);
        task.start();
        task.pause();
        assertTrue(task.paused());
        assertTrue(task.processes().contains(task.pid()));
        assertTrue(task.kill(Signal.KILL));
        assertEquals(137, task.await().code());
        task.delete();
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void pausedProcessesGoOn() throws Exception {
        ContainerSpec spec = machine.script("read x; exit 5");
        Task task = machine.tasks().create(spec, new Stdio(false, Stdio.Input.KEPT, Path.of("")));
        try (Attachment attachment = task.attach()) {
            task.start();
            task.pause();
            attachment.input().write("\n".getBytes(StandardCharsets.UTF_8));
            assertTrue(task.paused());
            assertEquals(Optional.empty(), task.exit());
            task.resume();
            assertEquals(5, task.await().code());
        }
        task.delete();
    }

    @Test
    void runningOutOfMemoryIsTold() throws Exception {
        ContainerSpec spec =
                machine.spec(List.of("sh", "-c", "x=a; while :; do x=$x$x; done"), "{}", "{\"Memory\": 16777216}");
        Result result = machine.run(spec);
        assertTrue(result.exit().outOfMemory());
        assertEquals(137, result.exit().code());
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void theSpoolHasEveryLineAndCanBeReopened() throws Exception {
        Path spool = machine.directory().resolve("spool");
        ContainerSpec spec = machine.script("echo one; read x; echo two");
        Task task = machine.tasks().create(spec, new Stdio(false, Stdio.Input.KEPT, spool));
        try (Attachment attachment = task.attach()) {
            task.start();
            assertEquals("one\n", text(attachment.read()));
            Files.move(spool, machine.directory().resolve("spool.1"));
            task.reopenSpool();
            Await.until("the monitor opens the spool again", Duration.ofSeconds(20), () -> Files.exists(spool));
            attachment.input().write("\n".getBytes(StandardCharsets.UTF_8));
            task.await();
        }
        assertTrue(Files.readString(machine.directory().resolve("spool.1")).endsWith(" stdout F one\n"));
        assertTrue(Files.readString(spool).endsWith(" stdout F two\n"));
        task.delete();
    }

    @Test
    void aClientThatReadsNothingDoesNotKeepItFromEnding() throws Exception {
        Path spool = machine.directory().resolve("unread");
        ContainerSpec spec = machine.script("yes");
        Task task = machine.tasks().create(spec, new Stdio(false, Stdio.Input.NONE, spool));
        try (Attachment unread = task.attach()) {
            task.start();
            // Once the monitor waits for the client, the spool does not grow any more.
            AtomicLong size = new AtomicLong(-1);
            Await.until("the output stands still", Duration.ofSeconds(20), () -> {
                long now = size(spool);
                return now > 0 && size.getAndSet(now) == now;
            });
            assertTrue(task.kill(Signal.KILL));
            assertEquals(
                    137,
                    assertTimeoutPreemptively(Duration.ofSeconds(10), task::await)
                            .code());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Machine.collect(unread, out, out);
            assertEquals(logged(spool), out.size(), "all that was logged reaches the client, late as it is");
            assertThrows(Conflict.class, task::attach);
        }
        task.delete();
        machine.assertNothingLeft(spec.id());
    }

    /** How many bytes of output a spool has. */
    private static long logged(Path spool) throws IOException {
        long sum = 0;
        for (String line : Files.readAllLines(spool)) {
            String[] parts = line.split(" ", 4);
            sum += parts[3].length() + (parts[2].equals("F") ? 1 : 0);
        }
        return sum;
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aRemovalThatFailedIsCompletedBeforeTheNextTask() throws Exception {
        ContainerSpec spec = machine.script("exit 1");
        Task task = machine.tasks().create(spec, Stdio.NONE);
        task.start();
        task.await();
        Path obstacle = Files.createDirectories(
                machine.paths().runtimeRoot().resolve(spec.id().value()).resolve("more"));
        Path file = Files.writeString(obstacle.resolve("file"), "");
        Internal failed = assertThrows(Internal.class, task::delete);
        assertTrue(failed.message().contains(obstacle.toString()), failed.message());
        assertFalse(Files.exists(machine.paths().exits().resolve(spec.id().value())), "the rest is removed");
        assertTrue(failed.message().startsWith("failed to remove what is left of container " + spec.id()));

        assertThrows(Internal.class, () -> machine.tasks().create(spec, Stdio.NONE));
        Files.delete(file);
        Task next = machine.tasks().create(spec, Stdio.NONE);
        Internal taken = assertThrows(Internal.class, () -> machine.tasks().create(spec, Stdio.NONE));
        assertEquals("container " + spec.id() + " has a task already", taken.message());
        next.start();
        assertEquals(1, next.await().code());
        next.delete();
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void aMainProcessThatDiesBeforeItsStartIsTold() throws Exception {
        ContainerSpec spec = machine.script("exit 1");
        Task task = machine.tasks().create(spec, Stdio.NONE);
        task.kill(Signal.KILL);
        Internal died = assertThrows(Internal.class, task::start);
        assertEquals("the main process of container " + spec.id() + " died before its start", died.message());
        task.await();
        task.delete();
        machine.assertNothingLeft(spec.id());
    }

    @Test
    void anInterruptedCreationLeavesNothing() throws Exception {
        for (int delay = 0; delay < 60; delay += 7) {
            ContainerSpec spec = machine.script("sleep 1000");
            AtomicReference<Object> outcome = new AtomicReference<>("nothing");
            Thread creator = Thread.startVirtualThread(() -> {
                try {
                    outcome.set(machine.tasks().create(spec, Stdio.NONE));
                } catch (InterruptedException e) {
                    outcome.set("interrupted");
                } catch (RuntimeException e) {
                    outcome.set(e);
                }
            });
            Thread.sleep(delay);
            creator.interrupt();
            creator.join();
            if (outcome.get() instanceof Task task) {
                task.kill(Signal.KILL); // the interrupt came too late for it
                task.await();
                task.delete();
            } else {
                assertEquals("interrupted", outcome.get());
            }
            machine.assertNothingLeft(spec.id());
        }
    }

    @Test
    void aTaskThatIsGoneAnswersStill() throws Exception {
        Task task = machine.tasks().create(machine.script("exit 1"), Stdio.NONE);
        task.start();
        task.await();
        task.delete();
        task.delete();
        assertFalse(task.kill(Signal.KILL));
        assertEquals(1, task.exit().orElseThrow().code());
        assertEquals(List.of(), task.processes());
        assertThrows(Conflict.class, task::attach);
        assertThrows(Conflict.class, () -> task.resize(new Terminal.Size(1, 1)));
        assertThrows(Conflict.class, task::pause);
    }

    @Test
    void theMonitorHoldsDescriptorsUntilTheEnd() throws Exception {
        ContainerSpec spec = machine.spec(List.of("sh", "-c", "ls /proc/self/fd; sleep 0.2"), "{}", "{}");
        try (Pipe pipe = Pipe.fromChild()) {
            Task task = machine.tasks().create(spec, Stdio.NONE, List.of(pipe.writing()));
            pipe.writing().close();
            try (Attachment attachment = task.attach()) {
                task.start();
                assertEquals("0\n1\n2\n3\n", text(attachment.read()), "the container has none of them");
            }
            assertFalse(machine.poller().awaitReadable(pipe.reading(), Duration.ofMillis(1)));
            assertEquals(-1, new FdInput(pipe.reading(), machine.poller()).read());
            task.await();
            task.delete();
        }
    }

    @Test
    void manyAtOnceAllEndAndLeaveNothing() throws Exception {
        List<ContainerId> ids = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ContainerSpec spec = machine.script("echo " + i + "; exit " + i);
            int code = i;
            ids.add(spec.id());
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    Result result = machine.run(spec);
                    synchronized (outputs) {
                        outputs.add(result.exit().code() == code ? result.out().strip() : "wrong: " + result);
                    }
                } catch (IOException | InterruptedException | RuntimeException e) {
                    synchronized (outputs) {
                        outputs.add(e.toString());
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        outputs.sort(java.util.Comparator.comparingInt(text -> text.length() < 3 ? Integer.parseInt(text) : 99));
        assertEquals(
                java.util.stream.IntStream.range(0, 20)
                        .mapToObj(String::valueOf)
                        .toList(),
                outputs);
        for (ContainerId id : ids) {
            machine.assertNothingLeft(id);
        }
    }
}
