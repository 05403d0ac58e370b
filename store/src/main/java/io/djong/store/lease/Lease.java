package io.djong.store.lease;

import io.djong.store.db.Transaction;
import java.time.Duration;

/**
 * Protects resources from garbage collection while it is open. Closed by whoever opened it, once records refer to what
 * is to stay.
 *
 * <p>Order matters: protect first, look afterwards. The stores' own methods that take a lease do.
 */
public final class Lease implements AutoCloseable {
    private final Leases leases;
    private final String id;
    private final Duration expiry;

    Lease(Leases leases, String id, Duration expiry) {
        this.leases = leases;
        this.id = id;
        this.expiry = expiry;
    }

    public String id() {
        return id;
    }

    Duration expiry() {
        return expiry;
    }

    /** Adds resources, whether they exist yet or not, and puts off the expiry. */
    public void protect(Resource... resources) {
        leases.protect(this, resources);
    }

    /** As {@link #protect(Resource...)}, within a transaction of the caller's. */
    public void protect(Transaction tx, Resource... resources) {
        leases.protect(tx, this, resources);
    }

    /**
     * Gives the lease up but lets it stand until it expires: what it holds is wanted again soon, as when a download
     * broke and will be resumed.
     */
    public void abandon() {
        leases.abandon(this);
    }

    /** Ends the lease; after {@link #abandon} or a first close this does nothing. */
    @Override
    public void close() {
        leases.close(this);
    }

    @Override
    public String toString() {
        return "lease " + id;
    }
}
