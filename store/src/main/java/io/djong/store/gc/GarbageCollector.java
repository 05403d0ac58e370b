package io.djong.store.gc;

import io.djong.store.db.Database;
import io.djong.store.lease.Collectable;
import io.djong.store.lease.Collectable.Condemned;
import io.djong.store.lease.Leases;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects what no record refers to and no live lease holds.
 *
 * <p>One transaction marks and removes the records, and is synced; only then are files unlinked. The database has one
 * writer, so a pull that takes a lease comes either before the mark, and its resources are held, or after the sweep,
 * and it finds them gone. A crash between the two steps leaves files without a record, which the next collection
 * removes.
 */
public final class GarbageCollector {
    private final Database database;
    private final Leases leases;
    private final List<Collectable> stores;
    private final ReentrantLock one = new ReentrantLock();

    public GarbageCollector(Database database, Leases leases, List<Collectable> stores) {
        this.database = database;
        this.leases = leases;
        this.stores = List.copyOf(stores);
    }

    /** Collects now; a second caller waits for the first. @return bytes that became free, as far as is known */
    public long collect() {
        one.lock();
        try {
            List<Condemned> condemned = database.writeDurably(tx -> {
                Set<String> held = leases.held(tx);
                return stores.stream().map(store -> store.condemn(tx, held)).toList();
            });
            return condemned.stream().mapToLong(Condemned::unlink).sum();
        } finally {
            one.unlock();
        }
    }
}
