package io.djong.testkit.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What a program has written to one of its streams so far, gathered as it comes. */
final class Stream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // guarded by lock
    private boolean ended; // guarded by lock

    static Stream gather(InputStream source, String name) {
        Stream stream = new Stream();
        Thread.ofPlatform().daemon().name(name).start(() -> stream.drain(source));
        return stream;
    }

    String text() {
        lock.lock();
        try {
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the text came to satisfy {@code wanted} within {@code limit}; gives up early at the stream's end. */
    boolean await(Predicate<String> wanted, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!wanted.test(bytes.toString(StandardCharsets.UTF_8))) {
                if (ended || left <= 0) {
                    return false;
                }
                left = grown.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the stream ended within {@code limit}. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!ended && left > 0) {
                left = grown.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void drain(InputStream source) {
        byte[] buffer = new byte[8192];
        try (source) {
            for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
                append(buffer, n);
            }
        } catch (IOException e) {
            // The program was killed and its pipe closed under the read: the text ends here.
            append(new byte[0], 0);
        } finally {
            end();
        }
    }

    private void append(byte[] buffer, int count) {
        lock.lock();
        try {
            bytes.write(buffer, 0, count);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
