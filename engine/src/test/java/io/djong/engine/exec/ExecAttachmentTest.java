package io.djong.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.container.DetachKeys;
import io.djong.engine.container.StreamSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExecAttachmentTest {
    /** What a process writes, bit by bit; a read waits and can be interrupted, as one of a pipe. */
    private static final class Source extends InputStream {
        private final BlockingQueue<byte[]> bits = new LinkedBlockingQueue<>();
        private final AtomicInteger reading = new AtomicInteger();

        Source write(String text) {
            bits.add(text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** An empty bit is the end. */
        Source end() {
            return write("");
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            reading.incrementAndGet();
            try {
                byte[] bit = bits.take();
                System.arraycopy(bit, 0, into, offset, bit.length);
                return bit.length == 0 ? -1 : bit.length;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            } finally {
                reading.decrementAndGet();
            }
        }
    }

    private final Source output = new Source();
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private final CountDownLatch inputClosed = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger readersAtClose = new AtomicInteger(-1);
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final StreamSink client = (stream, bytes, offset, length) -> seen.write(bytes, offset, length);

    private final ExecStreams streams = new ExecStreams(
            Optional.of(new OutputStream() {
                @Override
                public void write(int b) {
                    typed.write(b);
                }

                @Override
                public void close() {
                    inputClosed.countDown();
                }
            }),
            Optional.of(output),
            Optional.empty(),
            () -> {
                readersAtClose.set(output.reading.get());
                closed.countDown();
            });

    private ExecAttachment attachment(boolean tty) {
        ExecRequest request = new ExecRequest(List.of("sh"), List.of(), "", "", tty, false, true, true, true, "");
        return new ExecAttachment(streams, request, DetachKeys.parse(""), () -> {});
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void outputUntilTheEndOfTheProcessReachesTheClient() throws Exception {
        try (ExecAttachment attachment = attachment(false)) {
            output.write("a").write("b").end();
            attachment.ended();
            streams.ended();
            attachment.run(input("in"), client);
        }
        assertEquals("ab", seen.toString(StandardCharsets.UTF_8));
        inputClosed.await();
        assertEquals("in", typed.toString(StandardCharsets.UTF_8));
        closed.await();
    }

    @Test
    void whatHoldsAStreamOpenAfterTheExitHoldsTheClientOnlyForAWhile() throws Exception {
        try (ExecAttachment attachment = attachment(false)) {
            output.write("started");
            attachment.ended();
            streams.ended();
            attachment.run(input(""), client);
        }
        assertEquals("started", seen.toString(StandardCharsets.UTF_8));
        closed.await();
        assertEquals(0, readersAtClose.get());
    }

    @Test
    void onATerminalTheEndOfTheInputIsTheClientsLeaveAndTheProcessIsReadOn() throws Exception {
        try (ExecAttachment attachment = attachment(true)) {
            attachment.run(input("typed"), client);
        }
        assertEquals("typed", typed.toString(StandardCharsets.UTF_8));
        assertEquals(1, inputClosed.getCount());
        assertEquals(1, closed.getCount());
        output.write("unseen").end();
        streams.ended();
        assertTrue(output.bits.isEmpty());
        assertEquals(0, closed.getCount());
        assertEquals(0, readersAtClose.get());
        assertFalse(seen.toString(StandardCharsets.UTF_8).contains("unseen"));
    }

    @Test
    void theDetachKeysLeaveATerminal() throws Exception {
        try (ExecAttachment attachment = attachment(true)) {
            attachment.run(input("x\020\021y"), client);
        }
        assertEquals("x", typed.toString(StandardCharsets.UTF_8));
        assertEquals(1, closed.getCount());
    }

    @Test
    void aClientThatTakesNothingMoreHasLeft() throws Exception {
        StreamSink gone = (stream, bytes, offset, length) -> {
            throw new IOException("gone");
        };
        output.write("a");
        try (ExecAttachment attachment = attachment(false)) {
            attachment.run(input(""), gone);
        }
        assertEquals(1, closed.getCount());
        output.write("b").end();
        streams.ended();
        assertEquals(0, readersAtClose.get());
    }

    @Test
    void withoutAClientTheProcessIsReadToItsEnd() throws Exception {
        streams.abandon();
        output.write("much").end();
        streams.ended();
        assertTrue(output.bits.isEmpty());
        assertEquals(0, closed.getCount());
    }

    @Test
    void aClientThatNeverCameLeavesNothingBehind() throws Exception {
        attachment(false).close();
        output.end();
        streams.ended();
        assertEquals(0, closed.getCount());
    }
}
