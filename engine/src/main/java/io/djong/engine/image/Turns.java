package io.djong.engine.image;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one at a time work on each key. Who waits is told how far the one at work has come: its latest state, so that
 * nobody who is told slowly holds up the work.
 *
 * @param <K> compared by {@code equals}
 * @param <S> the state of a work
 */
final class Turns<K, S> {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Map<K, Work<S>> works = new HashMap<>(); // guarded by lock

    /** The fields are guarded by lock. */
    private static final class Work<S> {
        private boolean taken;
        private int users;
        private long version;
        private @Nullable S state;
    }

    /** The right to work. Given up once. */
    interface Turn<S> extends AutoCloseable {
        void tell(S state);

        @Override
        void close();
    }

    /**
     * Takes the turn, waiting for it as long as others have it.
     *
     * @param watcher is told of their states meanwhile, by this thread
     */
    Turn<S> take(K key, Consumer<S> watcher) throws InterruptedException {
        Work<S> work = enter(key);
        boolean taken = false;
        try {
            long seen = 0;
            while (!taken) {
                S news = null;
                lock.lockInterruptibly();
                try {
                    if (!work.taken) {
                        work.taken = true;
                        taken = true;
                    } else if (work.version == seen) {
                        changed.await();
                    } else {
                        seen = work.version;
                        news = work.state;
                    }
                } finally {
                    lock.unlock();
                }
                if (news != null) {
                    watcher.accept(news);
                }
            }
        } finally {
            if (!taken) {
                leave(key, work, false);
            }
        }
        return new Turn<>() {
            @Override
            public void tell(S state) {
                change(work, state);
            }

            @Override
            public void close() {
                leave(key, work, true);
            }
        };
    }

    private Work<S> enter(K key) {
        lock.lock();
        try {
            Work<S> work = works.computeIfAbsent(key, k -> new Work<>());
            work.users++;
            return work;
        } finally {
            lock.unlock();
        }
    }

    private void leave(K key, Work<S> work, boolean worked) {
        lock.lock();
        try {
            work.taken = work.taken && !worked;
            work.users--;
            if (work.users == 0) {
                works.remove(key);
            } else if (worked) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Work<S> work, S state) {
        lock.lock();
        try {
            work.state = state;
            work.version++;
            if (work.users > 1) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return works.size();
        } finally {
            lock.unlock();
        }
    }
}
