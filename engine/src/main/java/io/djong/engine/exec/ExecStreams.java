package io.djong.engine.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running exec's streams, which belong to its client while there is one. When that leaves, or where there was none,
 * what the process writes is read on to the end and thrown away, so that it neither blocks nor is hung up. They are
 * closed by whoever used them last, and only when nobody reads them any more: a wait for a descriptor does not end when
 * that is closed.
 */
final class ExecStreams {
    /** How long the last output may take after the exit; what the process left behind may hold a stream for ever. */
    static final Duration AFTER_EXIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ExecStreams.class);
    private static final int BUFFER = 32 * 1024;

    private final Optional<OutputStream> input;
    private final Optional<InputStream> output;
    private final Optional<InputStream> error;
    private final Runnable close;

    /** All guarded by this. */
    private boolean ended;

    private boolean abandoned;
    private final List<Thread> drainers = new ArrayList<>();

    /** @param close closes all of them */
    ExecStreams(
            Optional<OutputStream> input, Optional<InputStream> output, Optional<InputStream> error, Runnable close) {
        this.input = input;
        this.output = output;
        this.error = error;
        this.close = close;
    }

    Optional<OutputStream> input() {
        return input;
    }

    Optional<InputStream> output() {
        return output;
    }

    Optional<InputStream> error() {
        return error;
    }

    /** The client, if there was one, has left; none of its threads is at the streams any more. Repeatable. */
    synchronized void abandon() {
        if (ended) {
            close.run();
        } else if (!abandoned) {
            abandoned = true;
            output.ifPresent(stream -> drainers.add(drain(stream)));
            error.ifPresent(stream -> drainers.add(drain(stream)));
        }
    }

    /** The process has ended: where no client is left who would do so, closes the streams once they are at their ends. */
    void ended() throws InterruptedException {
        List<Thread> readers;
        synchronized (this) {
            ended = true;
            if (!abandoned) {
                return;
            }
            readers = List.copyOf(drainers);
        }
        finish(readers, AFTER_EXIT);
        close.run();
    }

    /** Waits for readers to come to the end of their streams, for so long at most, and ends them. */
    static void finish(List<Thread> readers, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread reader : readers) {
            reader.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        for (Thread reader : readers) {
            reader.interrupt();
        }
        for (Thread reader : readers) {
            reader.join();
        }
    }

    /** Ends threads and waits for that, also where the caller is interrupted: nobody may be at the streams after it. */
    static void endAll(List<Thread> threads) {
        threads.forEach(Thread::interrupt);
        boolean interrupted = Thread.interrupted();
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #endAll(List)}, once they had so long to come to the end of their streams. */
    static void endAll(List<Thread> readers, Duration patience) {
        try {
            finish(readers, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            endAll(readers);
        }
    }

    private static Thread drain(InputStream stream) {
        return read(stream, OutputStream.nullOutputStream()); // nobody is there to see it
    }

    /** Reads a stream to its end, on a thread of its own. */
    static Thread read(InputStream from, OutputStream into) {
        return Thread.ofVirtual().name("exec output").start(() -> {
            byte[] buffer = new byte[BUFFER];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    into.write(buffer, 0, n);
                }
            } catch (IOException e) {
                LOG.debug("the output of an exec ended: {}", e.toString());
            }
        });
    }
}
