package io.djong.engine.container;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs work later, each piece on a virtual thread of its own. Until then it is an entry in a queue: hundreds of
 * containers that wait for their next health check, or their next start, take no thread.
 */
final class Alarms implements AutoCloseable {
    /** Work that has yet to begin. */
    @FunctionalInterface
    interface Alarm {
        /** Keeps it from beginning, where it has not. */
        void cancel();
    }

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("alarms").factory());

    Alarms() {
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Runs the work after a while; never, once this is closed. */
    Alarm set(Duration delay, String name, Runnable work) {
        Runnable begin = () -> Thread.ofVirtual().name(name).start(work);
        try {
            Future<?> entry = clock.schedule(begin, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> entry.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    /** No work begins any more. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
