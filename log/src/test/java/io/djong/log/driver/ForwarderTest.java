package io.djong.log.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.Poller;
import io.djong.log.ContainerLog;
import io.djong.log.LogFiles;
import io.djong.log.LogPump;
import io.djong.log.LogSettings;
import io.djong.log.LogStream;
import io.djong.log.SpoolWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ForwarderTest {
    private static final Retries SOON = new Retries(Duration.ofMillis(1), OptionalLong.empty());
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    private Poller poller;
    private LogPump pump;
    private LogFiles files;
    private SpoolWriter conmon;
    private ContainerLog log;
    private final Fake fake = new Fake();

    /** A target that takes what it has leave for, and fails when it is told to. */
    private static final class Fake implements Forwarder.Connector {
        private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        private final AtomicInteger refusals = new AtomicInteger();
        private final AtomicInteger connections = new AtomicInteger();
        private final Semaphore leave = new Semaphore(Integer.MAX_VALUE);
        private final AtomicInteger untilBreak = new AtomicInteger(Integer.MAX_VALUE);

        @Override
        public Target connect() throws IOException {
            if (refusals.getAndDecrement() > 0) {
                throw new IOException("refused");
            }
            connections.incrementAndGet();
            return new Target() {
                @Override
                public void send(Piece piece) throws IOException {
                    try {
                        leave.acquire();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException("interrupted", e);
                    }
                    if (untilBreak.getAndDecrement() == 0) {
                        throw new IOException("broken");
                    }
                    taken.add(piece.text());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
        }

        String next() throws InterruptedException {
            return String.valueOf(taken.poll(30, TimeUnit.SECONDS));
        }
    }

    @BeforeEach
    void start() {
        poller = Poller.start();
        pump = LogPump.start(poller);
        files = new LogFiles(Entries.ID, temp);
        conmon = new SpoolWriter(files);
        log = ContainerLog.open(files, LogSettings.DEFAULT);
        pump.attach(log, temp.resolve("ctl"));
    }

    @AfterEach
    void stop() {
        log.close();
        pump.close();
        poller.close();
    }

    private Forwarder forward(Retries retries) {
        Forwarder forwarder = new Forwarder(log, Entries.SUBJECT, retries, fake);
        forwarder.start();
        return forwarder;
    }

    private List<String> rest() {
        List<String> all = new ArrayList<>();
        fake.taken.drainTo(all);
        return all;
    }

    @Test
    void entriesAreSentAsTheyComeAndAllOfThemBeforeItStops() throws Exception {
        Forwarder forwarder = forward(SOON);
        conmon.full(LogStream.STDOUT, "one");
        assertEquals("one", fake.next());
        conmon.full(LogStream.STDERR, "two");
        conmon.full(LogStream.STDOUT, "three");
        pump.detach(log);
        forwarder.stop(LONG);
        assertEquals(List.of("two", "three"), rest());
    }

    @Test
    void aTargetThatComesLateGetsAllOnce() throws Exception {
        fake.refusals.set(5);
        Forwarder forwarder = forward(SOON);
        for (int i = 0; i < 100; i++) {
            conmon.full(LogStream.STDOUT, "line " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("line " + i, fake.next());
        }
        pump.detach(log);
        forwarder.stop(LONG);
        assertEquals(List.of(), rest());
        assertEquals(1, fake.connections.get());
    }

    @Test
    void aTargetThatBreaksLosesNothing() throws Exception {
        for (int i = 0; i < 50; i++) {
            conmon.full(LogStream.STDOUT, "line " + i);
        }
        pump.detach(log);
        fake.untilBreak.set(20);
        Forwarder forwarder = forward(SOON);
        List<String> seen = new ArrayList<>();
        while (!seen.contains("line 49")) {
            seen.add(fake.next());
        }
        forwarder.stop(LONG);
        assertEquals(2, fake.connections.get());
        assertEquals(50, seen.stream().distinct().count());
        assertEquals("line 0", seen.get(20), "the batch is sent again");
    }

    @Test
    void aTargetThatTakesNothingHoldsNobodyUp() throws Exception {
        fake.leave.drainPermits();
        Forwarder forwarder = forward(SOON);
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            records.append(conmon.record(LogStream.STDOUT, 'F', "a line of some length, number " + i));
        }
        conmon.append(records.toString());
        pump.detach(log);
        assertTrue(log.end().offset() > 1_000_000);
        long begin = System.nanoTime();
        forwarder.stop(Duration.ZERO);
        assertTrue(System.nanoTime() - begin < LONG.toNanos());
        assertEquals(List.of(), rest());
    }

    @Test
    void theNextOneGoesOnWhereTheOneBeforeWas() throws Exception {
        Forwarder first = forward(SOON);
        conmon.full(LogStream.STDOUT, "one");
        assertEquals("one", fake.next());
        conmon.full(LogStream.STDOUT, "two");
        pump.detach(log);
        first.stop(LONG);
        assertEquals(List.of("two"), rest());

        pump.attach(log, temp.resolve("ctl"));
        conmon.full(LogStream.STDOUT, "three");
        pump.detach(log);
        Forwarder second = forward(SOON);
        second.stop(LONG);
        assertEquals(List.of("three"), rest());
    }

    @Test
    void whatWasRotatedAwayIsSkipped() throws Exception {
        log.close();
        try (ContainerLog small = ContainerLog.open(files, LogSettings.DEFAULT.bounded(2000, 2))) {
            pump.attach(small, temp.resolve("ctl"));
            for (int i = 0; i < 200; i++) {
                conmon.full(LogStream.STDOUT, "line " + i);
            }
            pump.detach(small);
            new SentFile(files.sent()).write(io.djong.log.LogPosition.START);
            Forwarder forwarder = new Forwarder(small, Entries.SUBJECT, SOON, fake);
            forwarder.start();
            forwarder.stop(LONG);
        }
        List<String> seen = rest();
        assertEquals("line 199", seen.getLast());
        assertTrue(seen.size() > 10 && seen.size() < 100, "sent " + seen.size());
        assertEquals(seen.size(), seen.stream().distinct().count());
    }

    @Test
    void whatIsPendingIsGivenUpWhereThatIsAskedFor() throws Exception {
        fake.refusals.set(3);
        conmon.full(LogStream.STDOUT, "lost");
        pump.detach(log);
        pump.attach(log, temp.resolve("ctl"));
        Forwarder forwarder = forward(new Retries(Duration.ofMillis(1), OptionalLong.of(2)));
        while (fake.connections.get() == 0) {
            Thread.onSpinWait();
        }
        conmon.full(LogStream.STDOUT, "later");
        assertEquals("later", fake.next());
        pump.detach(log);
        forwarder.stop(LONG);
        assertTrue(Files.exists(files.sent()));
    }

    @Test
    void aTargetThatDoesNotAnswerIsNotWaitedForAtTheEnd() throws Exception {
        fake.refusals.set(Integer.MAX_VALUE);
        conmon.full(LogStream.STDOUT, "x");
        pump.detach(log);
        Forwarder forwarder = forward(new Retries(Duration.ofSeconds(20), OptionalLong.empty()));
        long begin = System.nanoTime();
        forwarder.stop(LONG);
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(15).toNanos());
        assertFalse(Files.exists(files.sent()));
    }

    @Test
    void anAttemptThatCannotBeInterruptedIsNotWaitedForAndSendsNothingLater() throws Exception {
        conmon.full(LogStream.STDOUT, "x");
        CountDownLatch begun = new CountDownLatch(1);
        Semaphore answer = new Semaphore(0);
        CountDownLatch closed = new CountDownLatch(1);
        Forwarder forwarder = new Forwarder(log, Entries.SUBJECT, SOON, () -> {
            begun.countDown();
            answer.acquireUninterruptibly();
            Thread.interrupted(); // as if it came back before the interrupt
            Target target = fake.connect();
            return new Target() {
                @Override
                public void send(Piece piece) throws IOException {
                    target.send(piece);
                }

                @Override
                public void flush() throws IOException {
                    target.flush();
                }

                @Override
                public void close() {
                    closed.countDown();
                }
            };
        });
        forwarder.start();
        begun.await();
        forwarder.stop(Duration.ZERO);
        answer.release();
        closed.await();
        assertEquals(List.of(), rest());
        assertFalse(Files.exists(files.sent()));
        pump.detach(log);
    }

    @Test
    void pausesGrowToABound() {
        Retries retries = Retries.STANDARD;
        assertEquals(Duration.ofSeconds(1), retries.pause(1));
        assertEquals(Duration.ofSeconds(2), retries.pause(2));
        assertEquals(Duration.ofSeconds(30), retries.pause(100));
        assertEquals(Duration.ofMinutes(2), new Retries(Duration.ofMinutes(2), OptionalLong.empty()).pause(3));
    }
}
