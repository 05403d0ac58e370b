package io.djong.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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

    private final SocketChannel socket;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();
    private final List<Watch> watches = new ArrayList<>(1);
    private int size;
    private boolean ended;
    private @Nullable IOException failure;

    ReadAhead(SocketChannel socket, int capacity) {
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

    private void put(ByteBuffer piece) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (size >= capacity) {
                changed.await();
            }
            pieces.add(piece);
            size += piece.remaining();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable IOException cause) {
        lock.lock();
        try {
            ended = true;
            failure = cause;
            changed.signalAll();
            watches.forEach(watch -> watch.thread.interrupt());
            watches.clear();
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
                return atEnd();
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

    private int atEnd() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return -1;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while reading from the client");
    }

    DisconnectWatch interruptAtEnd(Thread thread) {
        Watch watch = new Watch(thread);
        lock.lock();
        try {
            if (ended) {
                thread.interrupt();
            } else {
                watches.add(watch);
            }
        } finally {
            lock.unlock();
        }
        return watch;
    }

    private final class Watch implements DisconnectWatch {
        private final Thread thread;

        Watch(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                watches.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
