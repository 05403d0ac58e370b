package io.djong.engine.image;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock for each key, which exists as long as somebody holds it or waits for it.
 *
 * @param <K> compared by {@code equals}
 */
final class KeyedLocks<K> {
    private final Map<K, Entry> entries = new HashMap<>();

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock(true);
        // Guarded by the monitor of the map.
        private int users;
    }

    /** Given up once, by the thread that took it. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held take(K key) throws InterruptedException {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(key, k -> new Entry());
            entry.users++;
        }
        try {
            entry.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            leave(key, entry);
            throw e;
        }
        return () -> {
            entry.lock.unlock();
            leave(key, entry);
        };
    }

    private void leave(K key, Entry entry) {
        synchronized (entries) {
            entry.users--;
            if (entry.users == 0) {
                entries.remove(key);
            }
        }
    }

    int size() {
        synchronized (entries) {
            return entries.size();
        }
    }
}
