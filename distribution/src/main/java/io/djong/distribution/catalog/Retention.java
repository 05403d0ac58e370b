package io.djong.distribution.catalog;

import io.djong.distribution.protocol.RepositoryName;
import io.djong.store.gc.GarbageCollector;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * Collects while everything is served: first the records that nothing needs any more, some at a time, so that pushes get
 * their turn between; then the content that no record refers to.
 */
public final class Retention {
    private static final int BATCH = 200;

    private final Catalog catalog;
    private final GarbageCollector collector;
    private final Keeping keeping;
    private final Predicate<RepositoryName> cached;
    private final InstantSource clock;

    /** @param cached which repositories are fetched from elsewhere */
    public Retention(
            Catalog catalog,
            GarbageCollector collector,
            Keeping keeping,
            Predicate<RepositoryName> cached,
            InstantSource clock) {
        this.catalog = catalog;
        this.collector = collector;
        this.keeping = keeping;
        this.cached = cached;
        this.clock = clock;
    }

    /** Collects now. @return bytes that became free */
    public long collect() {
        int removed = BATCH;
        while (removed == BATCH) {
            removed = catalog.removeUnchecked(cached, clock.instant().minus(keeping.cached()), BATCH);
        }
        removed = BATCH;
        while (removed == BATCH) {
            removed = catalog.removeReleased(keeping.untagged(), BATCH);
        }
        List<BlobLinks.Linked> unneeded = catalog.unneeded();
        for (int at = 0; at < unneeded.size(); at += BATCH) {
            catalog.removeUnneeded(unneeded.subList(at, Math.min(at + BATCH, unneeded.size())));
        }
        return collector.collect();
    }
}
