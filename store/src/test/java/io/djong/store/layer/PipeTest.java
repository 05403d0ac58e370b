package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.Cancelled;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PipeTest {
    private static int send(Pipe pipe, byte[] bytes) {
        int sent = 0;
        boolean wanted = true;
        while (wanted && sent < bytes.length) {
            byte[] buffer = pipe.buffer();
            int length = Math.min(buffer.length, bytes.length - sent);
            System.arraycopy(bytes, sent, buffer, 0, length);
            wanted = pipe.put(buffer, length);
            sent += length;
        }
        return sent;
    }

    @Test
    void whatGoesInComesOut() throws Exception {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        Pipe pipe = new Pipe();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> received = threads.submit(() -> pipe.stream().readAllBytes());
            assertEquals(bytes.length, send(pipe, bytes));
            pipe.end();
            assertArrayEquals(bytes, received.get());
        }
    }

    @Test
    void aFailureComesAfterWhatWasSentBeforeIt() throws IOException {
        Pipe pipe = new Pipe();
        send(pipe, new byte[10]);
        pipe.fail(new IOException("connection reset"));
        InputStream stream = pipe.stream();
        assertEquals(10, stream.readNBytes(10).length);
        assertEquals(
                "connection reset",
                assertThrows(IOException.class, stream::read).getMessage());
        assertEquals(-1, stream.read());
    }

    @Test
    void aProducerThatNobodyReadsIsTold() throws Exception {
        byte[] bytes = new byte[5_000_000];
        Pipe pipe = new Pipe();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> sent = threads.submit(() -> send(pipe, bytes));
            assertEquals(0, pipe.stream().read());
            pipe.abandon();
            assertTrue(sent.get() < bytes.length);
            assertFalse(pipe.put(new byte[1], 1));
        }
    }

    @Test
    void anInterruptedProducerIsCancelled() throws Exception {
        Pipe pipe = new Pipe();
        Thread producer = Thread.currentThread();
        producer.interrupt();
        assertThrows(Cancelled.class, () -> send(pipe, new byte[5_000_000]));
        assertTrue(Thread.interrupted(), "the interrupt is not swallowed");
    }

    @Test
    void aFailureReachesTheConsumerAlsoFromAThreadThatIsInterrupted() {
        Pipe pipe = new Pipe();
        Thread.currentThread().interrupt();
        pipe.fail(new IOException("broken"));
        assertTrue(Thread.interrupted());
        assertEquals(
                "broken",
                assertThrows(IOException.class, () -> pipe.stream().read()).getMessage());
    }
}
