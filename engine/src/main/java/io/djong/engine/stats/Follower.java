package io.djong.engine.stats;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Somebody who follows one container. The last reading waits for them; who is slow misses those before it. Closing ends
 * the following.
 */
public final class Follower implements AutoCloseable {
    private final Consumer<Follower> leave;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private Optional<Reading> waiting = Optional.empty(); // guarded by lock
    private boolean over; // guarded by lock

    /** @param leave has the sampler forget this */
    Follower(Consumer<Follower> leave) {
        this.leave = leave;
    }

    /** The next reading; empty once the container is removed. */
    public Optional<Reading> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !over) {
                changed.await();
            }
            Optional<Reading> next = waiting;
            waiting = Optional.empty();
            return next;
        } finally {
            lock.unlock();
        }
    }

    void tell(Reading reading) {
        lock.lock();
        try {
            waiting = Optional.of(reading);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            over = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        leave.accept(this);
    }
}
