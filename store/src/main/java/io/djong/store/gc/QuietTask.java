package io.djong.store.gc;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in the background that may wait until it is quiet, such as deleting what was renamed away. Things often go many
 * at a time; the work is done when none has come for a second, and after half a minute in any case.
 *
 * <p>Not only does that keep it off the path of whoever waits: ext4 does not give an inode away again for seconds after
 * its deletion, and walks over all such to find one for a new file.
 */
public final class QuietTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuietTask.class);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final int MAX_DELAYS = 30;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Runnable work;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param name the thread's
     * @param work run by one thread, many times; it looks at {@link #isClosing} where it takes long
     */
    public QuietTask(String name, Runnable work) {
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Has the work done, soon. Returns at once; may come before {@link #start}. */
    public void wake() {
        wake.release();
    }

    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        while (!isClosing()) {
            try {
                awaitQuiet();
            } catch (InterruptedException e) {
                return;
            }
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("{}: failed, and is tried again with the next", thread.getName(), e);
            }
        }
    }

    private void awaitQuiet() throws InterruptedException {
        wake.acquire();
        for (int i = 0; i < MAX_DELAYS; i++) {
            wake.drainPermits();
            if (!wake.tryAcquire(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /** Ends the thread; work under way is given a moment. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            if (thread.isAlive() && !thread.join(CLOSE)) {
                LOG.debug("{}: still at work; the rest is done after the next start", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
