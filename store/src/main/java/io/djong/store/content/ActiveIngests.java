package io.djong.store.content;

import io.djong.model.Digest;
import io.djong.model.error.Cancelled;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one at a time work on the files of a digest; the one who releases may be another thread. */
final class ActiveIngests {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Set<Digest> active = new HashSet<>(); // guarded by lock

    void acquire(Digest digest) {
        lock.lock();
        try {
            while (!active.add(digest)) {
                released.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("interrupted while another download of " + digest + " was under way", e);
        } finally {
            lock.unlock();
        }
    }

    boolean tryAcquire(Digest digest) {
        lock.lock();
        try {
            return active.add(digest);
        } finally {
            lock.unlock();
        }
    }

    void release(Digest digest) {
        lock.lock();
        try {
            active.remove(digest);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
