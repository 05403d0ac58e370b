package io.djong.distribution.catalog;

import io.djong.distribution.catalog.ManifestDocument.Part;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import io.djong.model.json.Json;
import io.djong.store.db.Row;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import io.djong.store.lease.References;
import io.djong.store.lease.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of manifests and tags.
 *
 * <p>A manifest is pinned by a tag, by an index that names it, and by the manifest that is its subject. One that loses
 * its last pin is released: it goes after a while, unless it is pinned again. One that never had a pin stays until
 * somebody deletes it: it was pushed by its digest, and may be used by it.
 */
final class Manifests {
    private static final String HOLDERS = "registry-manifest/";
    private static final String COLUMNS =
            "SELECT digest, media_type, size, artifact_type, annotations FROM registry_manifests ";

    private final Ledger ledger;
    private final InstantSource clock;

    Manifests(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    static Optional<Descriptor> find(Session session, RepositoryName repository, Digest digest) {
        return session.first(COLUMNS + "WHERE repository = ? AND digest = ?", Manifests::plain, repository, digest);
    }

    static Optional<Digest> tagged(Session session, RepositoryName repository, String tag) {
        return session.first(
                "SELECT digest FROM registry_tags WHERE repository = ? AND tag = ?",
                row -> Digest.parse(row.text(1)),
                repository,
                tag);
    }

    static List<Descriptor> referrers(
            Session session, RepositoryName repository, Digest subject, String artifactType, String after, int limit) {
        return session.list(
                COLUMNS + "WHERE repository = ? AND subject = ? AND (? = '' OR artifact_type = ?) AND digest > ?"
                        + " ORDER BY digest LIMIT ?",
                Manifests::whole,
                repository,
                subject,
                artifactType,
                artifactType,
                after,
                limit);
    }

    private static Descriptor plain(Row row) {
        return new Descriptor(row.text(2), Digest.parse(row.text(1)), row.integer(3));
    }

    private static Descriptor whole(Row row) {
        Map<String, String> annotations = new HashMap<>();
        Json.tree(row.bytes(5))
                .properties()
                .forEach(e -> annotations.put(e.getKey(), e.getValue().asString()));
        String artifactType = row.text(4);
        return new Descriptor(
                row.text(2),
                Digest.parse(row.text(1)),
                row.integer(3),
                List.of(),
                annotations,
                null,
                artifactType.isEmpty() ? null : artifactType);
    }

    /** @throws Refusal that names the first part which the repository lacks */
    static void requireParts(Session session, RepositoryName repository, ManifestDocument document) {
        for (Part part : document.parts()) {
            if (part.elsewhere()) {
                continue;
            }
            long size = (part.manifest()
                            ? find(session, repository, part.digest()).map(Descriptor::size)
                            : BlobLinks.find(session, repository, part.digest()).map(BlobLinks.Link::size))
                    .orElseThrow(() -> new Refusal(
                                    part.manifest() ? ErrorCode.MANIFEST_UNKNOWN : ErrorCode.MANIFEST_BLOB_UNKNOWN,
                                    400,
                                    (part.manifest() ? "manifest" : "blob") + " unknown to registry")
                            .about("digest", part.digest()));
            if (size != part.size()) {
                throw new Refusal(
                        ErrorCode.MANIFEST_INVALID,
                        "manifest invalid: it says that " + part.digest() + " has " + part.size()
                                + " bytes, and it has " + size);
            }
        }
    }

    /** Records a manifest whose parts are here, or will be fetched. */
    void put(Transaction tx, RepositoryName repository, Descriptor manifest, ManifestDocument document) {
        Digest digest = manifest.digest();
        if (find(tx, repository, digest).isPresent()) {
            return;
        }
        tx.execute(
                "INSERT INTO registry_manifests (repository, digest, media_type, size, artifact_type, annotations,"
                        + " subject) VALUES (?, ?, ?, ?, ?, ?, ?)",
                repository,
                digest,
                document.mediaType(),
                manifest.size(),
                document.artifactType(),
                Json.bytes(document.annotations()),
                document.subject().map(Digest::toString).orElse(null));
        for (Part part : document.parts()) {
            tx.execute(
                    "INSERT OR IGNORE INTO registry_parts (repository, manifest, digest, size, is_manifest)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    repository,
                    digest,
                    part.digest(),
                    part.size(),
                    part.manifest());
        }
        References.set(tx, holder(repository, digest), List.of(new Resource.Content(digest)));
        ledger.add(tx, repository, manifest.size());
    }

    /** Points a tag at a manifest of the repository. */
    void tag(Transaction tx, RepositoryName repository, String tag, Digest digest) {
        Optional<Digest> before = tagged(tx, repository, tag);
        tx.execute(
                "INSERT INTO registry_tags (repository, tag, digest, checked) VALUES (?, ?, ?, ?) ON CONFLICT"
                        + " (repository, tag) DO UPDATE SET digest = excluded.digest, checked = excluded.checked",
                repository,
                tag,
                digest,
                clock.millis());
        tx.execute(
                "UPDATE registry_manifests SET released = NULL WHERE repository = ? AND digest = ?",
                repository,
                digest);
        before.filter(old -> !old.equals(digest)).ifPresent(old -> release(tx, repository, old));
    }

    boolean untag(Transaction tx, RepositoryName repository, String tag) {
        Optional<Digest> digest = tagged(tx, repository, tag);
        digest.ifPresent(found -> {
            tx.execute("DELETE FROM registry_tags WHERE repository = ? AND tag = ?", repository, tag);
            release(tx, repository, found);
        });
        return digest.isPresent();
    }

    /** Removes a manifest with the tags that point at it; what it pinned is released. */
    boolean delete(Transaction tx, RepositoryName repository, Digest digest) {
        Optional<Descriptor> found = find(tx, repository, digest);
        if (found.isEmpty()) {
            return false;
        }
        List<Digest> pinned = tx.list(
                "SELECT digest FROM registry_parts WHERE repository = ?1 AND manifest = ?2 AND is_manifest"
                        + " UNION SELECT digest FROM registry_manifests WHERE repository = ?1 AND subject = ?2",
                row -> Digest.parse(row.text(1)),
                repository,
                digest);
        for (String sql : List.of(
                "DELETE FROM registry_tags WHERE repository = ? AND digest = ?",
                "DELETE FROM registry_parts WHERE repository = ? AND manifest = ?",
                "DELETE FROM registry_manifests WHERE repository = ? AND digest = ?")) {
            tx.execute(sql, repository, digest);
        }
        References.clear(tx, holder(repository, digest));
        ledger.remove(tx, repository, found.get().size());
        pinned.forEach(other -> release(tx, repository, other));
        return true;
    }

    private void release(Transaction tx, RepositoryName repository, Digest digest) {
        if (!isPinned(tx, repository, digest)) {
            tx.execute(
                    "UPDATE registry_manifests SET released = ? WHERE repository = ? AND digest = ?",
                    clock.millis(),
                    repository,
                    digest);
        }
    }

    private static boolean isPinned(Session session, RepositoryName repository, Digest digest) {
        return session.exists(
                "SELECT 1 FROM registry_tags WHERE repository = ?1 AND digest = ?2 UNION ALL"
                        + " SELECT 1 FROM registry_parts WHERE repository = ?1 AND digest = ?2 AND is_manifest UNION ALL"
                        + " SELECT 1 FROM registry_manifests m JOIN registry_manifests s ON s.repository = m.repository"
                        + " AND s.digest = m.subject WHERE m.repository = ?1 AND m.digest = ?2",
                repository,
                digest);
    }

    /** Removes some of the manifests that were released so long ago, or keeps them if they are pinned again. */
    int deleteReleased(Transaction tx, Duration age, int limit) {
        record Released(RepositoryName repository, Digest digest) {}
        List<Released> due = tx.list(
                "SELECT repository, digest FROM registry_manifests WHERE released <= ? LIMIT ?",
                row -> new Released(new RepositoryName(row.text(1)), Digest.parse(row.text(2))),
                clock.instant().minus(age).toEpochMilli(),
                limit);
        for (Released manifest : due) {
            if (isPinned(tx, manifest.repository(), manifest.digest())) {
                tx.execute(
                        "UPDATE registry_manifests SET released = NULL WHERE repository = ? AND digest = ?",
                        manifest.repository(),
                        manifest.digest());
            } else {
                delete(tx, manifest.repository(), manifest.digest());
            }
        }
        return due.size();
    }

    private static String holder(RepositoryName repository, Digest digest) {
        return HOLDERS + repository + "@" + digest;
    }
}
