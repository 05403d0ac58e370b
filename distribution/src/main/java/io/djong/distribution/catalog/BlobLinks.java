package io.djong.distribution.catalog;

import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import io.djong.store.lease.References;
import io.djong.store.lease.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Which blobs belong to which repository. A link keeps its blob from being collected. A link that no manifest needs goes
 * after a while, counted from when somebody last asked if the blob is here: he may be about to push a manifest.
 */
final class BlobLinks {
    private static final String HOLDERS = "registry-blob/";

    private final Ledger ledger;
    private final InstantSource clock;
    private final Duration grace;

    /** @param grace how long a link stays that no manifest needs */
    BlobLinks(Ledger ledger, InstantSource clock, Duration grace) {
        this.ledger = ledger;
        this.clock = clock;
        this.grace = grace;
    }

    /** A link, and when somebody last counted on it. */
    record Link(long size, Instant wanted) {}

    static Optional<Link> find(Session session, RepositoryName repository, Digest digest) {
        return session.first(
                "SELECT size, wanted FROM registry_blobs WHERE repository = ? AND digest = ?",
                row -> new Link(row.integer(1), Instant.ofEpochMilli(row.integer(2))),
                repository,
                digest);
    }

    /** Links a blob, or puts off the end of the link that is there. */
    void link(Transaction tx, RepositoryName repository, Digest digest, long size) {
        int added = tx.execute(
                "INSERT OR IGNORE INTO registry_blobs (repository, digest, size, wanted) VALUES (?, ?, ?, ?)",
                repository,
                digest,
                size,
                clock.millis());
        if (added == 0) {
            touch(tx, repository, digest);
            return;
        }
        ledger.add(tx, repository, size);
        References.set(tx, holder(repository, digest), List.of(new Resource.Content(digest)));
    }

    /** Whether it is worth a write to say that the blob is counted on. */
    boolean isDue(Link link) {
        return link.wanted().isBefore(clock.instant().minus(grace.dividedBy(4)));
    }

    boolean touch(Transaction tx, RepositoryName repository, Digest digest) {
        return tx.execute(
                        "UPDATE registry_blobs SET wanted = ? WHERE repository = ? AND digest = ?",
                        clock.millis(),
                        repository,
                        digest)
                > 0;
    }

    boolean unlink(Transaction tx, RepositoryName repository, Digest digest) {
        Optional<Link> link = find(tx, repository, digest);
        link.ifPresent(found -> {
            tx.execute("DELETE FROM registry_blobs WHERE repository = ? AND digest = ?", repository, digest);
            References.clear(tx, holder(repository, digest));
            ledger.remove(tx, repository, found.size());
        });
        return link.isPresent();
    }

    /** A blob of a repository. */
    record Linked(RepositoryName repository, Digest digest) {}

    /** Links that may go by now; whether they still may is for {@link #unlinkUnneeded} to see. */
    List<Linked> unneeded(Session session) {
        return session.list(
                "SELECT repository, digest FROM registry_blobs b WHERE wanted <= ? AND NOT EXISTS (SELECT 1 FROM"
                        + " registry_parts p WHERE p.repository = b.repository AND p.digest = b.digest)",
                row -> new Linked(new RepositoryName(row.text(1)), Digest.parse(row.text(2))),
                horizon());
    }

    void unlinkUnneeded(Transaction tx, Linked linked) {
        boolean needed = tx.exists(
                "SELECT 1 FROM registry_parts WHERE repository = ? AND digest = ?",
                linked.repository(),
                linked.digest());
        boolean old = find(tx, linked.repository(), linked.digest())
                .filter(link -> link.wanted().toEpochMilli() <= horizon())
                .isPresent();
        if (old && !needed) {
            unlink(tx, linked.repository(), linked.digest());
        }
    }

    private long horizon() {
        return clock.instant().minus(grace).toEpochMilli();
    }

    private static String holder(RepositoryName repository, Digest digest) {
        return HOLDERS + repository + "@" + digest;
    }
}
