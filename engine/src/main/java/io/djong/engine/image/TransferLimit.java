package io.djong.engine.image;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many layers may be transferred at the same time, over all pulls or all pushes. Those that wait go in order. */
public final class TransferLimit {
    private final Permits permits;
    private int most; // guarded by this

    public TransferLimit(int most) {
        this.most = most;
        this.permits = new Permits(most);
    }

    /** So many from now on; what is under way goes on. */
    public synchronized void set(int newMost) {
        if (newMost > most) {
            permits.release(newMost - most);
        } else {
            permits.reducePermits(most - newMost);
        }
        most = newMost;
    }

    /**
     * Waits until one more may be transferred, until {@link #end}.
     *
     * @param waiting run if there is a wait
     */
    void begin(Runnable waiting) throws InterruptedException {
        if (!permits.tryAcquire(0, TimeUnit.SECONDS)) { // in order, where tryAcquire() would overtake
            waiting.run();
            permits.acquire();
        }
    }

    void end() {
        permits.release();
    }

    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1;

        Permits(int most) {
            super(most, true);
        }

        @Override
        protected void reducePermits(int reduction) { // which is the library's to subclasses alone
            super.reducePermits(reduction);
        }
    }
}
