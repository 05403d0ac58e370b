package io.djong.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a socket on a thread of its own into a bounded queue. So the end of the client's output is noticed while nobody
 * wants its bytes, and a reader can be interrupted without the channel being closed, as NIO does to whom it catches
 * inside a read.
 */
final class ReadAhead {
    private static final int PIECE = 32 << 10;

    private final ReadableByteChannel socket;
    private final int capacity;
    private final Interrupts atEnd = new Interrupts();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();
    private int size;
    private boolean ended;
    private @Nullable IOException failure;

    ReadAhead(ReadableByteChannel socket, int capacity) {
        this.socket = socket;
        this.capacity = capacity;
    }

    void start() {
        Thread.ofVirtual().name("http-read").start(this::readToEnd);
    }

    private void readToEnd() {
        ByteBuffer buffer = ByteBuffer.allocate(PIECE);
        try {
            while (socket.read(buffer) >= 0) {
                buffer.flip();
                put(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
                buffer.clear();
            }
            end(null);
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(new InterruptedIOException("interrupted"));
        }
    }

    /** Waits for room; what comes after the end is dropped. */
    private void put(ByteBuffer piece) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (size >= capacity && !ended) {
                changed.await();
            }
            if (!ended) {
                pieces.add(piece);
                size += piece.remaining();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable IOException cause) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = cause;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        atEnd.fire();
    }

    /** Ends once the socket is closed: its reader may be waiting for room, which nobody makes any more. */
    void close() {
        end(new ClosedChannelException());
        lock.lock();
        try {
            pieces.clear();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] target, int offset, int length) throws IOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            while (pieces.isEmpty() && !ended) {
                changed.await();
            }
            if (pieces.isEmpty()) {
                return endOrFailure();
            }
            ByteBuffer first = pieces.element();
            int count = Math.min(length, first.remaining());
            first.get(target, offset, count);
            if (!first.hasRemaining()) {
                pieces.remove();
            }
            size -= count;
            changed.signalAll();
            return count;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what comes until the end or until the time is over; an interrupt cuts it short. */
    void awaitEnd(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!ended && left > 0) {
                pieces.clear();
                size = 0;
                changed.signalAll();
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private int endOrFailure() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return -1;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while reading from the client");
    }

    /** Whom to interrupt at the end of the client's output. */
    Interrupts atEnd() {
        return atEnd;
    }
}
