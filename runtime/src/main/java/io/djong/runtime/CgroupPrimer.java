package io.djong.runtime;

import io.djong.runtime.cgroup.Cgroups;
import java.util.concurrent.Semaphore;

/**
 * Starts the grace period that the first move into a cgroup waits for (7 to 15 ms), by moving this process to where it
 * is. A thread of its own, since the write blocks.
 */
final class CgroupPrimer implements AutoCloseable {
    private final Cgroups cgroups;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("cgroup-primer").daemon().unstarted(this::run);

    CgroupPrimer(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    void start() {
        thread.start();
    }

    void prime() {
        wanted.release();
    }

    private void run() {
        try {
            while (true) {
                wanted.acquire();
                wanted.drainPermits();
                cgroups.touch();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
