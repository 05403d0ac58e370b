package io.djong.store.layer;

import io.djong.model.error.Cancelled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes from one thread to another through a few buffers that go round.
 *
 * <p>The producer fills buffers and ends with {@link #end} or {@link #fail}; the consumer reads a stream. If the
 * consumer gives up, by {@link #abandon}, the producer's next {@link #put} says so.
 */
final class Pipe {
    static final int CHUNK = 128 * 1024;
    private static final int CHUNKS = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(CHUNKS);
    private int made; // the producer's own
    private volatile boolean abandoned;

    /** Bytes on their way; without bytes, the end or a failure. */
    private record Chunk(ByteBuffer bytes, @Nullable IOException failure) {}

    /** A buffer to fill and {@link #put}. */
    byte[] buffer() {
        byte[] idle = empty.poll();
        if (idle != null) {
            return idle;
        }
        if (made < CHUNKS) {
            made++;
            return new byte[CHUNK];
        }
        return uninterrupted(empty::take);
    }

    /** Sends the first bytes of a buffer. @return false if nobody wants more */
    boolean put(byte[] buffer, int length) {
        return !abandoned
                && uninterrupted(() -> {
                    full.put(new Chunk(ByteBuffer.wrap(buffer, 0, length), null));
                    return !abandoned;
                });
    }

    /** The stream is complete. */
    void end() {
        close(null);
    }

    /** The stream breaks off here; the consumer's next read throws this. */
    void fail(IOException failure) {
        close(failure);
    }

    /** There always is room, one place more than there are buffers: so that an interrupt cannot keep the end back. */
    private void close(@Nullable IOException failure) {
        full.add(new Chunk(NOTHING, failure));
    }

    /** The consumer reads no more; what the producer still sends is thrown away. */
    void abandon() {
        abandoned = true;
        Chunk chunk = full.poll();
        while (chunk != null) {
            recycle(chunk);
            chunk = full.poll();
        }
    }

    private void recycle(Chunk chunk) {
        if (chunk.bytes().capacity() > 0) {
            empty.add(chunk.bytes().array());
        }
    }

    /** The consumer's end. */
    InputStream stream() {
        return new Stream();
    }

    private static <T> T uninterrupted(Step<T> step) {
        try {
            return step.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("interrupted while unpacking a layer", e);
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws InterruptedException;
    }

    private final class Stream extends InputStream {
        private Chunk chunk = new Chunk(NOTHING, null);
        private boolean ended;

        @Override
        public int read() throws IOException {
            return advance() ? chunk.bytes().get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!advance()) {
                return -1;
            }
            int count = Math.min(length, chunk.bytes().remaining());
            chunk.bytes().get(into, offset, count);
            return count;
        }

        private boolean advance() throws IOException {
            if (chunk.bytes().hasRemaining()) {
                return true;
            }
            if (ended) {
                return false;
            }
            recycle(chunk);
            chunk = uninterrupted(full::take);
            if (chunk.bytes().hasRemaining()) {
                return true;
            }
            ended = true;
            if (chunk.failure() != null) {
                throw chunk.failure();
            }
            return false;
        }
    }
}
