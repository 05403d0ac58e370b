package io.djong.api.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An output that flushes itself a moment after something was written, so that a million small writes do not become a
 * million packets, and the last one does not wait either.
 */
public final class LingeringOutput extends OutputStream {
    private static final Duration DELAY = Duration.ofMillis(4);

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private boolean dirty;
    private boolean closed;
    private @Nullable IOException failure;
    private @Nullable Thread flusher;

    public LingeringOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            out.write(bytes, offset, length);
            dirty = true;
            if (flusher == null) {
                flusher = Thread.ofVirtual().name("flush").start(this::flushLate);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void flushLate() {
        lock.lock();
        try {
            while (!closed) {
                if (!dirty) {
                    changed.await();
                    continue;
                }
                lock.unlock();
                try {
                    Thread.sleep(DELAY);
                } finally {
                    lock.lock();
                }
                flushNow();
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held. */
    private void flushNow() throws IOException {
        if (dirty && !closed) {
            dirty = false;
            out.flush();
        }
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            flushNow();
        } finally {
            lock.unlock();
        }
    }

    /** Flushes and ends the late flushing; the output behind stays open. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            flushNow();
        } finally {
            closed = true;
            changed.signal();
            lock.unlock();
        }
    }
}
