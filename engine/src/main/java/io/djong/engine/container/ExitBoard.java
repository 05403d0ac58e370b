package io.djong.engine.container;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Where those wait who want to know of one container's exits and of its removal. */
final class ExitBoard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Supplier<ContainerState> state;

    /** Exits seen so far, the last exit's code, whether the container is gone; guarded by {@link #lock}. */
    private long exits;

    private int lastCode;
    private boolean removed;

    ExitBoard(Supplier<ContainerState> state) {
        this.state = state;
    }

    void exited(int code) {
        lock.lock();
        try {
            exits++;
            lastCode = code;
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
                    condition == WaitCondition.NOT_RUNNING && !now.status().isRunning();
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
            boolean exit = condition != WaitCondition.REMOVED && exits > seen;
            return over || closed || removed || exit;
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
