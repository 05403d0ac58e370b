package io.djong.network;

import io.djong.kernel.event.Poller;
import io.djong.kernel.netlink.ChangeMonitor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when another program changes packet filter rules, and has ours looked after: somebody may flush everything, or
 * another engine may start and drop what it does not know. One thread; bursts of changes count as one.
 */
final class RulesWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RulesWatch.class);
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Duration QUIET = Duration.ofMillis(300);
    /** Changes without a pause are looked after all the same, after so many. */
    private static final int MOST_AT_ONCE = 100;

    private final Runnable mend;
    private final ChangeMonitor monitor;
    private final Poller poller;
    private final Thread thread;

    private RulesWatch(Poller poller, Runnable mend) {
        this.mend = mend;
        this.monitor = ChangeMonitor.ofRules();
        this.poller = poller;
        this.thread = Thread.ofPlatform().name("network-rules").daemon().unstarted(this::run);
    }

    /** Starts to watch the calling thread's network namespace. */
    static RulesWatch start(Poller poller, Runnable mend) {
        RulesWatch watch = new RulesWatch(poller, mend);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (true) {
                if (!monitor.await(poller, FOREVER).isEmpty()) {
                    settle();
                    mend();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void settle() throws InterruptedException {
        Thread.sleep(QUIET);
        int more = 0;
        while (more < MOST_AT_ONCE && !monitor.await(poller, QUIET).isEmpty()) {
            more++;
        }
    }

    private void mend() {
        try {
            mend.run();
        } catch (RuntimeException e) {
            LOG.warn("cannot mend packet filter rules", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        monitor.close();
    }
}
