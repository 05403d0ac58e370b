package io.djong.engine.event;

import io.djong.model.json.Json;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import io.djong.store.db.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The journal of events. An event is a row written in the transaction that changes the record which it tells of, so
 * that neither is ever without the other; readers follow the rows by their sequence number and lose none.
 *
 * <p>The last {@value #KEPT} events are kept.
 */
public final class Events {
    /** The journal's table; times in nanoseconds since 1970. */
    public static final Schema SCHEMA = new Schema("events", """
        CREATE TABLE events (
          seq INTEGER PRIMARY KEY,
          time INTEGER NOT NULL,
          doc TEXT NOT NULL
        );
        """);

    private static final int KEPT = 4096;
    private static final int TRIM_EVERY = 256;
    private static final int BATCH = 256;

    private final Database database;
    private final InstantSource clock;
    private final AtomicInteger listeners = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when a transaction with events has been committed. */
    private final Condition committed = lock.newCondition();

    /** Counts commits; guarded by {@link #lock}. */
    private long commits;

    public Events(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The database transaction in which {@link #add} may be called; readers are woken once it is committed. */
    public <T> T commit(Function<Transaction, T> work) {
        T result = database.write(work);
        wake();
        return result;
    }

    /** Adds an event to a transaction run by {@link #commit}. */
    public void add(Transaction tx, EventType type, String action, String actorId, Map<String, String> attributes) {
        Event event = new Event(0, clock.instant(), type, action, actorId, attributes);
        long sequence =
                tx.insert("INSERT INTO events (time, doc) VALUES (?, ?)", nanos(event.time()), Json.text(event));
        if (sequence % TRIM_EVERY == 0) {
            tx.execute("DELETE FROM events WHERE seq <= ?", sequence - KEPT);
        }
    }

    /** Adds one event that tells of no record, soon: after those added before, and before those added later. */
    public void emit(EventType type, String action, String actorId, Map<String, String> attributes) {
        database.post(
                tx -> {
                    add(tx, type, action, actorId, attributes);
                    return true;
                },
                this::wake);
    }

    /**
     * Passes on the events that the query asks for, in order, until its end or until the caller is interrupted.
     *
     * @param ready runs once, when what happens from then on is sure to be seen
     */
    public void stream(EventQuery query, Runnable ready, Consumer<Event> consumer) throws InterruptedException {
        listeners.incrementAndGet();
        try {
            follow(query, ready, consumer);
        } finally {
            listeners.decrementAndGet();
        }
    }

    /** How many follow the events just now. */
    public int listeners() {
        return listeners.get();
    }

    private void follow(EventQuery query, Runnable ready, Consumer<Event> consumer) throws InterruptedException {
        EventFilter filter = new EventFilter(query.filters());
        long seen = commits();
        long last = database.read(session -> query.since()
                .map(since -> session.number(
                        "SELECT coalesce(min(seq) - 1, (SELECT coalesce(max(seq), 0) FROM events))"
                                + " FROM events WHERE time >= ?",
                        nanos(since)))
                .orElseGet(() ->
                        query.until().isPresent() ? 0L : session.number("SELECT coalesce(max(seq), 0) FROM events")));
        ready.run();
        while (true) {
            List<Event> batch = after(last);
            for (Event event : batch) {
                last = event.sequence();
                if (query.until().isPresent()
                        && event.time().isAfter(query.until().get())) {
                    return;
                }
                if (filter.accepts(event)) {
                    consumer.accept(event);
                }
            }
            if (batch.isEmpty()) {
                Optional<Long> next = awaitCommit(seen, query.until());
                if (next.isEmpty()) {
                    return;
                }
                seen = next.get();
            }
        }
    }

    private List<Event> after(long sequence) {
        return database.read(session -> session.list(
                "SELECT seq, doc FROM events WHERE seq > ? ORDER BY seq LIMIT " + BATCH,
                row -> Json.read(row.text(2), Event.class).withSequence(row.integer(1)),
                sequence));
    }

    private long commits() {
        lock.lock();
        try {
            return commits;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            commits++;
            committed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a commit after those seen; empty once {@code until} has come. */
    private Optional<Long> awaitCommit(long seen, Optional<Instant> until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (commits == seen) {
                if (until.isEmpty()) {
                    committed.await();
                    continue;
                }
                long left = Duration.between(clock.instant(), until.get()).toNanos();
                if (left <= 0 || (!committed.await(left, TimeUnit.NANOSECONDS) && commits == seen)) {
                    return Optional.empty();
                }
            }
            return Optional.of(commits);
        } finally {
            lock.unlock();
        }
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }
}
