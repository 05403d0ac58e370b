package io.djong.store.lease;

import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import io.djong.store.db.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Leases: what work under way needs and no record refers to yet.
 *
 * <p>Each has an owner, the start of the daemon that took it, and an expiry. A lease is live while its holder has it
 * open, however long that is, and otherwise until it expires: what a daemon that was killed had fetched stays for the
 * expiry's length, so that the pull can resume, and then lapses. Garbage collection takes nothing that a live lease
 * holds.
 *
 * <p>Safe for use by many threads.
 */
public final class Leases {
    /** The tables of leases and {@link References}. */
    public static final Schema SCHEMA = new Schema("leases", """
                    CREATE TABLE leases (
                      id TEXT PRIMARY KEY,
                      owner TEXT NOT NULL,
                      purpose TEXT NOT NULL,
                      expires INTEGER NOT NULL
                    );
                    CREATE TABLE lease_resources (
                      lease TEXT NOT NULL REFERENCES leases (id) ON DELETE CASCADE,
                      resource TEXT NOT NULL,
                      PRIMARY KEY (lease, resource)
                    ) WITHOUT ROWID;
                    CREATE TABLE refs (
                      holder TEXT NOT NULL,
                      resource TEXT NOT NULL,
                      PRIMARY KEY (holder, resource)
                    ) WITHOUT ROWID;
                    CREATE INDEX refs_resource ON refs (resource);
                    """);

    private final Database database;
    private final InstantSource clock;
    private final String owner;
    private final AtomicLong serial = new AtomicLong();
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private volatile Runnable closed = () -> {};

    /** @param owner tells this start of the daemon from every other, as the boot's id, the pid and its start time do */
    public Leases(Database database, InstantSource clock, String owner) {
        this.database = database;
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * Takes a lease.
     *
     * @param purpose for people, as {@code pull docker.io/library/busybox}
     * @param expiry how long after its last {@link Lease#protect} the lease outlives a daemon that was killed
     */
    public Lease open(String purpose, Duration expiry) {
        String id = owner + "/" + serial.incrementAndGet();
        open.add(id);
        try {
            database.write(tx -> tx.execute(
                    "INSERT INTO leases (id, owner, purpose, expires) VALUES (?, ?, ?, ?)",
                    id,
                    owner,
                    purpose,
                    expires(expiry)));
        } catch (RuntimeException e) {
            open.remove(id);
            throw e;
        }
        return new Lease(this, id, expiry);
    }

    /** Has somebody told of every lease that ends: what it alone held may be collected. Returns at once. */
    public void whenClosed(Runnable listener) {
        closed = listener;
    }

    /**
     * Everything that is referred to or under a live lease. Lapsed leases are removed in passing. The answer holds for
     * the rest of the transaction, as nobody else writes meanwhile.
     */
    public Set<String> held(Transaction tx) {
        List<String> lapsed =
                tx.list("SELECT id FROM leases WHERE expires <= ?", row -> row.text(1), clock.millis()).stream()
                        .filter(id -> !open.contains(id))
                        .toList();
        lapsed.forEach(id -> tx.execute("DELETE FROM leases WHERE id = ?", id));
        return tx
                .list("SELECT resource FROM refs UNION SELECT resource FROM lease_resources", row -> row.text(1))
                .stream()
                .collect(Collectors.toSet());
    }

    void protect(Transaction tx, Lease lease, Resource... resources) {
        if (!open.contains(lease.id())) {
            throw new IllegalStateException("lease " + lease.id() + " is closed");
        }
        tx.execute("UPDATE leases SET expires = ? WHERE id = ?", expires(lease.expiry()), lease.id());
        Arrays.stream(resources)
                .forEach(resource -> tx.execute(
                        "INSERT OR IGNORE INTO lease_resources (lease, resource) VALUES (?, ?)",
                        lease.id(),
                        resource.key()));
    }

    void protect(Lease lease, Resource... resources) {
        database.write(tx -> {
            protect(tx, lease, resources);
            return resources.length;
        });
    }

    void close(Lease lease) {
        if (open.contains(lease.id())) {
            database.write(tx -> tx.execute("DELETE FROM leases WHERE id = ?", lease.id()));
            open.remove(lease.id());
            closed.run();
        }
    }

    /** Lets a lease of this process stand until it expires, as one whose work is to be taken up again. */
    void abandon(Lease lease) {
        open.remove(lease.id());
    }

    /** Ends the leases for this purpose that are no longer open: what they were to be taken up for is done. */
    public void forget(String purpose) {
        boolean _ = database.write(tx -> {
            tx.list("SELECT id FROM leases WHERE purpose = ?", row -> row.text(1), purpose).stream()
                    .filter(id -> !open.contains(id))
                    .forEach(id -> tx.execute("DELETE FROM leases WHERE id = ?", id));
            return true;
        });
    }

    private long expires(Duration expiry) {
        return clock.instant().plus(expiry).toEpochMilli();
    }
}
