package io.djong.engine.container;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where those wait who want to know of one container's exits and of its removal. An exit counts from when the state says
 * so, and ends waits once it is announced, when what others may want of the container is free.
 */
final class ExitBoard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Supplier<ContainerState> state;

    /** Exits so far, those announced, the last one's code, whether the container is gone; guarded by {@link #lock}. */
    private long exits;

    private long announced;
    private int lastCode;
    private boolean removed;

    ExitBoard(Supplier<ContainerState> state) {
        this.state = state;
    }

    /**
     * Counts an exit.
     *
     * @param recorded replaces the state, in one step for whoever begins to wait: else a wait for the next exit could
     *     begin between the two, and take for it the one that it knows of
     */
    void exited(int code, Runnable recorded) {
        lock.lock();
        try {
            recorded.run();
            exits++;
            lastCode = code;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waits for the exits that were counted. */
    void announce() {
        lock.lock();
        try {
            announced = exits;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void removed() {
        lock.lock();
        try {
            removed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    ExitWait begin(WaitCondition condition) {
        lock.lock();
        try {
            ContainerState now = state.get();
            boolean over =
                    condition == WaitCondition.NOT_RUNNING && !now.status().isActive();
            return new Wait(condition, exits, over, now.exitCode());
        } finally {
            lock.unlock();
        }
    }

    private final class Wait implements ExitWait {
        private final WaitCondition condition;
        private final long seen;
        private final boolean over;
        private final int codeAtBegin;

        /** Guarded by {@link #lock}. */
        private boolean closed;

        /** @param over whether the last of the exits seen ends it, if there is one, rather than the next */
        Wait(WaitCondition condition, long seen, boolean over, int codeAtBegin) {
            this.condition = condition;
            this.seen = seen;
            this.over = over;
            this.codeAtBegin = codeAtBegin;
        }

        @Override
        public int await() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!isOver()) {
                    changed.await();
                }
                return exitCode();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int await(Duration limit) throws InterruptedException, TimeoutException {
            lock.lockInterruptibly();
            try {
                long left = limit.toNanos();
                while (!isOver()) {
                    if (left <= 0) {
                        throw new TimeoutException();
                    }
                    left = changed.awaitNanos(left);
                }
                return exitCode();
            } finally {
                lock.unlock();
            }
        }

        private int exitCode() {
            return exits > seen ? lastCode : codeAtBegin;
        }

        private boolean isOver() {
            boolean exited = announced >= (over ? seen : seen + 1);
            return closed || removed || (condition != WaitCondition.REMOVED && exited);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
