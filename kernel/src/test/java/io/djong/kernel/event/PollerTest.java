package io.djong.kernel.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Fd;
import io.djong.kernel.socket.Fifo;
import io.djong.kernel.socket.Pipe;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PollerTest {
    private Poller poller;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        poller = Poller.start();
    }

    @AfterEach
    void close() {
        poller.close();
    }

    @Test
    void aReaderParksUntilThereIsSomething() throws Exception {
        try (Pipe pipe = Pipe.fromChild()) {
            CountDownLatch started = new CountDownLatch(1);
            AtomicReference<String> seen = new AtomicReference<>();
            Thread reader = Thread.startVirtualThread(() -> {
                started.countDown();
                try {
                    byte[] bytes = new FdInput(pipe.reading(), poller).readAllBytes();
                    seen.set(new String(bytes, StandardCharsets.UTF_8));
                } catch (IOException e) {
                    seen.set(e.toString());
                }
            });
            started.await();
            FdOutput out = new FdOutput(pipe.writing(), poller);
            out.write("one ".getBytes(StandardCharsets.UTF_8));
            out.write("two".getBytes(StandardCharsets.UTF_8));
            out.close();
            reader.join();
            assertEquals("one two", seen.get());
        }
    }

    @Test
    void writersParkWhereThereIsNoRoom() throws Exception {
        int size = 5 << 20;
        try (Pipe pipe = Pipe.toChild()) {
            Thread writer = Thread.startVirtualThread(() -> {
                try (FdOutput out = new FdOutput(pipe.writing(), poller)) {
                    out.write(new byte[size]);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertEquals(size, new FdInput(pipe.reading(), poller).readAllBytes().length);
            writer.join();
        }
    }

    @Test
    void aWaitEndsByDeadlineAndByInterruption() throws Exception {
        try (Pipe pipe = Pipe.fromChild()) {
            assertFalse(poller.awaitReadable(pipe.reading(), Duration.ofMillis(5)));
            AtomicReference<Object> outcome = new AtomicReference<>();
            Thread waiter = Thread.startVirtualThread(() -> {
                try {
                    outcome.set(new FdInput(pipe.reading(), poller).read());
                } catch (InterruptedIOException e) {
                    outcome.set(Thread.currentThread().isInterrupted());
                } catch (IOException e) {
                    outcome.set(e);
                }
            });
            waiter.interrupt();
            waiter.join();
            assertEquals(true, outcome.get());
        }
    }

    @Test
    void closingEndsWaitsWithoutAnEvent() throws Exception {
        try (Pipe pipe = Pipe.fromChild()) {
            AtomicReference<Object> outcome = new AtomicReference<>();
            Thread waiter = Thread.startVirtualThread(() -> {
                try {
                    poller.awaitReadable(pipe.reading());
                    outcome.set("readable");
                } catch (InterruptedException e) {
                    outcome.set("cancelled");
                }
            });
            poller.close();
            waiter.join();
            assertEquals("cancelled", outcome.get());
        }
    }

    @Test
    void eitherOfTwoEndsTheWait() throws Exception {
        try (Pipe first = Pipe.fromChild();
                Pipe second = Pipe.fromChild()) {
            for (Pipe written : List.of(first, second)) {
                Thread waiter = Thread.startVirtualThread(() -> {
                    try {
                        poller.awaitEither(first.reading(), second.reading());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                new FdOutput(written.writing(), poller).write('x');
                waiter.join();
                assertEquals('x', new FdInput(written.reading(), poller).read());
            }
            assertFalse(poller.awaitReadable(first.reading(), Duration.ofNanos(1)));
        }
    }

    @Test
    void manyWaitForOneDescriptor() throws Exception {
        try (Pipe pipe = Pipe.fromChild()) {
            AtomicInteger woken = new AtomicInteger();
            List<Thread> waiters = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                waiters.add(Thread.startVirtualThread(() -> {
                    try {
                        poller.awaitReadable(pipe.reading());
                        woken.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            new FdOutput(pipe.writing(), poller).write('x');
            for (Thread waiter : waiters) {
                waiter.join();
            }
            assertEquals(100, woken.get());
        }
    }

    @Test
    void numbersThatAreReusedDoNotConfuse() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (Pipe pipe = Pipe.fromChild()) {
                assertFalse(poller.awaitReadable(pipe.reading(), Duration.ofNanos(1)));
                new FdOutput(pipe.writing(), poller).write('x');
                assertTrue(poller.awaitReadable(pipe.reading(), Duration.ofSeconds(20)));
            }
        }
    }

    @Test
    void fifosOpenWithoutTheOtherSide() throws Exception {
        Path path = directory.resolve("fifo");
        Fifo.create(path, 0600);
        assertTrue(Fifo.openForWriting(path).isEmpty());
        try (Fd reading = Fifo.openForReading(path);
                Fd writing = Fifo.openForWriting(path).orElseThrow()) {
            new FdOutput(writing, poller).write('x');
            assertEquals('x', new FdInput(reading, poller).read());
        }
    }

    @Test
    void inotifyNamesWhatHappened() throws Exception {
        try (Inotify inotify = Inotify.open(poller)) {
            Inotify.Watch watch =
                    inotify.add(directory, EnumSet.of(Inotify.Kind.CREATE, Inotify.Kind.MOVED_TO, Inotify.Kind.DELETE));
            Files.writeString(directory.resolve("a"), "text");
            Files.move(directory.resolve("a"), directory.resolve("b"));
            Files.delete(directory.resolve("b"));
            List<Inotify.Event> events = new ArrayList<>();
            while (events.size() < 3) {
                events.addAll(inotify.take());
            }
            assertEquals(
                    List.of("a", "b", "b"),
                    events.stream().map(Inotify.Event::name).toList());
            assertEquals(Set.of(Inotify.Kind.MOVED_TO), events.get(1).kinds());
            assertEquals(watch, events.get(2).watch());
            inotify.remove(watch);
            assertEquals(Set.of(Inotify.Kind.IGNORED), inotify.take().get(0).kinds());
        }
    }
}
