package io.djong.store.gc;

import io.djong.store.db.Database;
import io.djong.store.db.Transaction;
import io.djong.store.lease.Collectable;
import io.djong.store.lease.Collectable.Condemned;
import io.djong.store.lease.Leases;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects what no record refers to and no live lease holds.
 *
 * <p>One transaction marks and removes the records, and it is synced; only then are files unlinked. The database has one
 * writer, so a pull that takes a lease comes either before the mark, and its resources are held, or after the sweep,
 * and it finds them gone. A crash between the two steps leaves files without a record, which the next collection
 * removes.
 *
 * <p>Who removes a record asks for a collection {@link #soon}, and does not wait for the disk. Between {@link #start} and
 * {@link #close} there is a thread for that; {@link #collect} needs none.
 */
public final class GarbageCollector implements AutoCloseable {
    private final Database database;
    private final Leases leases;
    private final List<Collectable> stores;
    private final ReentrantLock one = new ReentrantLock();
    private final QuietTask later = new QuietTask("collector", this::collect);

    public GarbageCollector(Database database, Leases leases, List<Collectable> stores) {
        this.database = database;
        this.leases = leases;
        this.stores = List.copyOf(stores);
    }

    /** Begins to serve those who ask {@link #soon}, and removes what crashes left, and leases that have lapsed kept. */
    public void start() {
        later.start();
        later.wake();
    }

    /** What nothing holds is no longer there for whoever holds something after this; its files go when it is quiet. */
    public void soon() {
        database.post(this::condemn, later::wake);
    }

    /** Collects now; a second caller waits for the first. @return bytes that became free, as far as is known */
    public long collect() {
        one.lock();
        try {
            List<Condemned> condemned = database.write(this::condemn);
            database.sync(); // what was condemned before, too
            return condemned.stream().mapToLong(Condemned::unlink).sum();
        } finally {
            one.unlock();
        }
    }

    private List<Condemned> condemn(Transaction tx) {
        Set<String> held = leases.held(tx);
        return stores.stream().map(store -> store.condemn(tx, held)).toList();
    }

    /** Ends the thread; what was still to be collected is after the next start. */
    @Override
    public void close() {
        later.close();
    }
}
