package io.djong.log.driver;

import io.djong.kernel.event.Poller;
import io.djong.log.ContainerLog;
import io.djong.log.LogLine;
import io.djong.log.LogPosition;
import io.djong.log.LogSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a container's log to a target elsewhere: it follows the log's files, as {@code docker logs -f} does, and keeps on
 * disk how far it is. So neither the container nor the pump ever waits for a target; one that is dead or slow gets its
 * entries when it is back, as far as rotation has left them; and a daemon that was killed goes on where it was, sending
 * at most the last batch again.
 */
public final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    /** How long an interrupt may take to end the thread; a look-up of a name heeds none. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final ContainerLog log;
    private final LogSubject subject;
    private final SentFile sent;
    private final Retries retries;
    private final Connector connector;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private boolean failing;
    private boolean done;
    private boolean stopped;

    /** Makes a connection to the target. */
    @FunctionalInterface
    interface Connector {
        Target connect() throws IOException, InterruptedException;
    }

    Forwarder(ContainerLog log, LogSubject subject, Retries retries, Connector connector) {
        this.log = log;
        this.subject = subject;
        this.sent = new SentFile(log.files().sent());
        this.retries = retries;
        this.connector = connector;
        this.thread = Thread.ofVirtual()
                .name("log-forwarder " + subject.id().shortId())
                .unstarted(this::run);
    }

    /**
     * Begins to send the log of a container that runs or has ended, from where it was sent to before. Ends by itself
     * once the container has ended and all is sent.
     */
    public static Forwarder start(ContainerLog log, DriverSettings settings, LogSubject subject, Poller poller) {
        Forwarder forwarder = new Forwarder(log, subject, settings.retries(), () -> settings.connect(subject, poller));
        forwarder.start();
        return forwarder;
    }

    void start() {
        thread.start();
    }

    /**
     * Stops sending. Where the container has ended, waits first until all is sent, but not for long, and not at all for
     * a target that does not answer. Afterwards nothing is sent or noted any more, by a thread that lives on neither.
     */
    public void stop(Duration patience) {
        awaitSent(patience);
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join(ENDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSent(Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!done && !failing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long failures = 0;
        LogPosition before = LogPosition.START;
        try {
            while (true) {
                try (Target target = connector.connect()) {
                    log.follow(sent.read(), new Sending(target));
                    return;
                } catch (IOException | RuntimeException e) {
                    LogPosition reached = sent.read();
                    failures = reached.equals(before) ? failures + 1 : 1;
                    before = reached;
                    failed(e, failures);
                }
                TimeUnit.NANOSECONDS.sleep(retries.pause(failures).toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped
        } finally {
            set(false, true);
        }
    }

    private void failed(Exception e, long failures) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (failures == 1) {
            LOG.warn(
                    "log of container {} cannot be sent, trying again: {}",
                    subject.id().shortId(),
                    e.getMessage());
        }
        set(true, false);
        if (retries.exhausted(failures)) {
            LOG.warn(
                    "log of container {} was not sent in {} attempts: giving up what is pending",
                    subject.id().shortId(),
                    failures);
            note(log.end());
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Notes how far the target has all; not once stopped, when another may send. */
    private void note(LogPosition position) {
        lock.lock();
        try {
            if (!stopped) {
                sent.write(position);
            }
        } finally {
            lock.unlock();
        }
    }

    private void set(boolean nowFailing, boolean nowDone) {
        lock.lock();
        try {
            failing = nowFailing;
            done = nowDone;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Hands entries to a target, and notes what it has taken. */
    private final class Sending implements LogSink {
        private final Target target;
        private final Parts parts = new Parts(subject.id().value());

        private Sending(Target target) {
            this.target = target;
        }

        @Override
        public boolean accept(LogLine line) throws IOException {
            if (isStopped()) {
                return false;
            }
            target.send(parts.of(line));
            return true;
        }

        @Override
        public void reached(LogPosition position) throws IOException {
            if (isStopped()) {
                return;
            }
            target.flush();
            note(position);
            set(false, false);
        }
    }
}
