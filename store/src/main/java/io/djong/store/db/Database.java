package io.djong.store.db;

import io.djong.model.error.Internal;
import io.djong.model.error.Unavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine's records: one SQLite file in WAL mode.
 *
 * <p>All changes go through one connection on one platform thread of its own, because SQLite has one writer anyway and
 * its calls would pin virtual threads; transactions that wait together are committed together. Reads use a few
 * connections of their own and see the last committed state, so a caller sees its own writes.
 *
 * <p>What {@link #write} has returned from survives the death of the process; it survives a power cut once a later
 * {@link #writeDurably} or checkpoint has synced it. A power cut never leaves part of a transaction.
 *
 * <p>Safe for use by many threads. {@link #close} waits for the transactions that were accepted.
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 4;

    private final Path file;
    private final Writer writer;
    private final BlockingQueue<Link> idleReaders = new ArrayBlockingQueue<>(READERS);
    private final AtomicInteger openedReaders = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Database(Path file, Link link) {
        this.file = file;
        this.writer = new Writer(link);
    }

    /**
     * Opens the file, which is made if need be, and brings the tables of each owner up to date.
     *
     * @throws Internal if the file is damaged, or was written by a newer version
     */
    public static Database open(Path file, List<Schema> schemas) {
        Link link = Link.open(file);
        try {
            link.run("PRAGMA journal_mode=WAL");
            link.run("PRAGMA synchronous=NORMAL");
            link.run("PRAGMA foreign_keys=ON");
            // Checkpoints are the writer's own business: it makes them when it is idle, off every caller's path.
            link.run("PRAGMA wal_autocheckpoint=0");
            Migrations.apply(file, link, schemas);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
        Database database = new Database(file, link);
        database.writer.start();
        return database;
    }

    /** Runs queries on one consistent state. What the function throws passes through. */
    public <T extends @Nullable Object> T read(Function<Session, T> queries) {
        Link link = borrowReader();
        try {
            link.run("BEGIN");
            try {
                return queries.apply(link);
            } finally {
                link.run("COMMIT");
            }
        } finally {
            giveBack(link);
        }
    }

    /**
     * Runs a transaction and commits it. If the function throws, nothing of it remains and the exception passes
     * through. The function runs on the writer's thread: it must neither block nor call this database.
     *
     * @throws Unavailable if the database is closed
     */
    public <T extends @Nullable Object> T write(Function<Transaction, T> work) {
        return writer.submit(work, false);
    }

    /**
     * Has a transaction run after those that were accepted before, and does not wait for it. If it fails, nothing of it
     * remains and that is logged.
     *
     * @param committed run once it is committed, on the writer's thread
     */
    public void post(Function<Transaction, ?> work, Runnable committed) {
        writer.post(work, committed);
    }

    /** As {@link #write}; on return the transaction, and all before it, survive a power cut too. */
    public <T extends @Nullable Object> T writeDurably(Function<Transaction, T> work) {
        return writer.submit(work, true);
    }

    /** Makes all that was committed so far survive a power cut; to be called before what a removed record named goes. */
    public void sync() {
        // SQLite syncs nothing for a transaction without changes.
        writeDurably(tx -> tx.execute("UPDATE schemas SET version = version"));
    }

    /** What is wrong with the file, by SQLite's own checks; nothing where all is well. */
    public List<String> problems() {
        return read(session -> {
            List<String> found = new ArrayList<>(session.list("PRAGMA integrity_check", row -> row.text(1)));
            found.remove("ok");
            found.addAll(session.list(
                    "PRAGMA foreign_key_check",
                    row -> "a row of " + row.text(1) + " refers to one of " + row.text(3) + " that is not there"));
            return found;
        });
    }

    private Link borrowReader() {
        if (closed.get()) {
            throw new Unavailable("state database " + file + " is closed");
        }
        Link idle = idleReaders.poll();
        if (idle != null) {
            return idle;
        }
        if (openedReaders.getAndUpdate(n -> Math.min(n + 1, READERS)) < READERS) {
            return openReader();
        }
        try {
            return idleReaders.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while waiting for the state database", e);
        }
    }

    private void giveBack(Link link) {
        if (closed.get()) {
            link.close();
        } else {
            idleReaders.add(link);
        }
    }

    private Link openReader() {
        try {
            Link link = Link.open(file);
            link.run("PRAGMA query_only=ON");
            return link;
        } catch (RuntimeException e) {
            openedReaders.decrementAndGet();
            throw e;
        }
    }

    /** Waits for accepted transactions, then closes; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (Link link = idleReaders.poll(); link != null; link = idleReaders.poll()) {
            link.close();
        }
        writer.close();
    }
}
