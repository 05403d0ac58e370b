package io.djong.store.db;

import io.djong.model.error.Cancelled;
import io.djong.model.error.Internal;
import io.djong.model.error.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the database.
 *
 * <p>It takes the transactions that wait, runs each within a savepoint of one SQLite transaction, commits, and only
 * then tells their callers. If any of them asked for durability the whole commit is synced. When nothing has come for
 * a while, what the log has gathered is moved into the database file.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int QUEUE = 1024;
    private static final int BATCH = 64;
    private static final long IDLE_MS = 2_000;
    /** So many transactions make a checkpoint due even if the writer is never idle. */
    private static final int OVERDUE = 4_000;

    private final Link link;
    private final Thread thread;
    private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    /** Read: may submit. Write: nobody may any more. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    private boolean closing; // guarded by gate
    private boolean durable; // the writer thread's own: whether synchronous=FULL is set
    private int uncheckpointed; // the writer thread's own

    Writer(Link link) {
        this.link = link;
        this.thread = Thread.ofPlatform().name("database-writer").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    <T extends @Nullable Object> T submit(Function<Transaction, T> work, boolean durably) {
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("a transaction must not begin another");
        }
        Job<T> job = new Job<>(work, durably);
        enqueue(job);
        return job.await();
    }

    void post(Function<Transaction, ?> work, Runnable committed) {
        Job<?> job = new Job<>(work, false);
        enqueue(job);
        var _ = job.outcome.whenComplete((_, failure) -> {
            if (failure == null) {
                committed.run();
            } else {
                LOG.warn("a change that nobody waits for failed", failure);
            }
        });
    }

    private void enqueue(Job<?> job) {
        gate.readLock().lock();
        try {
            if (closing) {
                throw new Unavailable("the state database is closed");
            }
            queue.put(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("interrupted before the change was made", e);
        } finally {
            gate.readLock().unlock();
        }
    }

    private void loop() {
        List<Job<?>> batch = new ArrayList<>(BATCH);
        while (true) {
            Job<?> first = next();
            if (first == null) {
                checkpoint();
                continue;
            }
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
            boolean stop = batch.removeIf(job -> job == Job.STOP);
            commit(batch);
            batch.clear();
            if (stop) {
                return;
            }
            if (uncheckpointed > OVERDUE) {
                checkpoint();
            }
        }
    }

    /** The next job, or null when it is time for a checkpoint. */
    private @Nullable Job<?> next() {
        while (true) {
            try {
                return uncheckpointed == 0 ? queue.take() : queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.debug("the database writer ends by close, not by interrupt");
            }
        }
    }

    private void commit(List<Job<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            setDurable(batch.stream().anyMatch(job -> job.durable));
            link.run("BEGIN IMMEDIATE");
            try {
                batch.forEach(job -> job.run(link));
                link.run("COMMIT");
            } catch (Throwable t) {
                rollback(t);
                throw t;
            }
            uncheckpointed += batch.size();
            batch.forEach(Job::deliver);
        } catch (Throwable t) {
            batch.forEach(job -> job.fail(t));
        }
    }

    private void rollback(Throwable cause) {
        try {
            link.run("ROLLBACK");
        } catch (Internal e) {
            cause.addSuppressed(e); // SQLite has rolled back by itself on some errors
        }
    }

    private void setDurable(boolean wanted) {
        if (wanted != durable) {
            link.run(wanted ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            durable = wanted;
        }
    }

    private void checkpoint() {
        uncheckpointed = 0;
        try {
            link.run("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (Internal e) {
            LOG.warn("checkpoint of the state database failed; its log grows until one succeeds", e);
        }
    }

    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            closing = true;
        } finally {
            gate.writeLock().unlock();
        }
        boolean interrupted = false;
        boolean sent = false;
        while (thread.isAlive()) {
            try {
                if (!sent) {
                    queue.put(Job.STOP);
                    sent = true;
                }
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        link.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One caller's transaction and its outcome. */
    private static final class Job<T extends @Nullable Object> {
        static final Job<@Nullable Void> STOP = new Job<>(
                tx -> {
                    throw new IllegalStateException("not run");
                },
                false);

        private final Function<Transaction, T> work;
        private final boolean durable;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private @Nullable Runnable delivery; // the writer thread's own

        Job(Function<Transaction, T> work, boolean durable) {
            this.work = work;
            this.durable = durable;
        }

        /** Runs within the open transaction; a failure undoes this job's changes alone. */
        void run(Link link) {
            link.run("SAVEPOINT job");
            try {
                T result = work.apply(link);
                link.run("RELEASE job");
                delivery = () -> outcome.complete(result);
            } catch (Throwable t) {
                link.run("ROLLBACK TO job");
                link.run("RELEASE job");
                delivery = () -> outcome.completeExceptionally(t);
            }
        }

        void deliver() {
            if (delivery != null) {
                delivery.run();
            }
        }

        void fail(Throwable cause) {
            outcome.completeExceptionally(cause);
        }

        /** Waits without regard to interrupts: the change is being made, and the caller must know how it ended. */
        T await() {
            try {
                return outcome.join();
            } catch (CompletionException e) {
                switch (e.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> throw new Internal("state database", e);
                }
            }
        }
    }
}
