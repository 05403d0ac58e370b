package io.djong.distribution.catalog;

import io.djong.distribution.library.BlobContent;
import io.djong.distribution.library.Library;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.store.content.ContentStore;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The registry's own repositories.
 *
 * <p>Everything here is a record that refers to content: a blob is linked to a repository in the transaction that records
 * its content, a manifest in the one that finds all of its parts linked, so that a collection at any moment takes neither
 * what is whole nor what is about to be.
 */
public final class Catalog implements Library {
    public static final Schema SCHEMA = new Schema("registry", """
                    CREATE TABLE registry_repositories (
                      name TEXT PRIMARY KEY,
                      items INTEGER NOT NULL,
                      bytes INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE registry_blobs (
                      repository TEXT NOT NULL,
                      digest TEXT NOT NULL,
                      size INTEGER NOT NULL,
                      wanted INTEGER NOT NULL,
                      PRIMARY KEY (repository, digest)
                    ) WITHOUT ROWID;
                    CREATE TABLE registry_manifests (
                      repository TEXT NOT NULL,
                      digest TEXT NOT NULL,
                      media_type TEXT NOT NULL,
                      size INTEGER NOT NULL,
                      artifact_type TEXT NOT NULL,
                      annotations BLOB NOT NULL,
                      subject TEXT,
                      released INTEGER,
                      PRIMARY KEY (repository, digest)
                    ) WITHOUT ROWID;
                    CREATE INDEX registry_manifests_subject ON registry_manifests (repository, subject);
                    CREATE INDEX registry_manifests_released ON registry_manifests (released)
                      WHERE released IS NOT NULL;
                    CREATE TABLE registry_parts (
                      repository TEXT NOT NULL,
                      manifest TEXT NOT NULL,
                      digest TEXT NOT NULL,
                      size INTEGER NOT NULL,
                      is_manifest INTEGER NOT NULL,
                      PRIMARY KEY (repository, manifest, digest)
                    ) WITHOUT ROWID;
                    CREATE INDEX registry_parts_digest ON registry_parts (repository, digest);
                    CREATE TABLE registry_tags (
                      repository TEXT NOT NULL,
                      tag TEXT NOT NULL,
                      digest TEXT NOT NULL,
                      checked INTEGER NOT NULL,
                      PRIMARY KEY (repository, tag)
                    ) WITHOUT ROWID;
                    CREATE INDEX registry_tags_digest ON registry_tags (repository, digest);
                    """);

    private final Database database;
    private final ContentStore content;
    private final Ledger ledger;
    private final BlobLinks links;
    private final Manifests manifests;

    public Catalog(Database database, ContentStore content, InstantSource clock, Keeping keeping) {
        this.database = database;
        this.content = content;
        this.ledger = new Ledger(keeping.quotas());
        this.links = new BlobLinks(ledger, clock, keeping.unused());
        this.manifests = new Manifests(ledger, clock);
    }

    private boolean has(RepositoryName repository) {
        return database.read(
                session -> session.exists("SELECT 1 FROM registry_repositories WHERE name = ?", repository));
    }

    @Override
    public Optional<Descriptor> manifest(RepositoryName repository, ManifestName name) {
        return database.read(session -> switch (name) {
            case ManifestName.ByDigest(Digest digest) -> Manifests.find(session, repository, digest);
            case ManifestName.ByTag(String tag) ->
                Manifests.tagged(session, repository, tag)
                        .flatMap(digest -> Manifests.find(session, repository, digest));
        });
    }

    @Override
    public Optional<byte[]> document(RepositoryName repository, Descriptor manifest) throws IOException {
        try {
            return Optional.of(content.read(manifest.digest()));
        } catch (NotFound e) {
            return Optional.empty();
        } catch (InvalidArgument e) {
            throw new Refusal(ErrorCode.UNKNOWN, e.message());
        }
    }

    @Override
    public Optional<BlobContent> blob(RepositoryName repository, Digest digest) throws IOException {
        Optional<BlobLinks.Link> link = database.read(session -> BlobLinks.find(session, repository, digest));
        if (link.isEmpty()) {
            return Optional.empty();
        }
        try {
            FileChannel file = content.channel(digest);
            return Optional.of(new BlobContent.Stored(file, link.get().size()));
        } catch (NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> size(RepositoryName repository, Digest digest) {
        Optional<BlobLinks.Link> link = database.read(session -> BlobLinks.find(session, repository, digest));
        if (link.filter(links::isDue).isPresent() && !database.write(tx -> links.touch(tx, repository, digest))) {
            return Optional.empty();
        }
        return link.map(BlobLinks.Link::size);
    }

    @Override
    public Optional<List<String>> tags(RepositoryName repository, String after, int limit) {
        List<String> tags = database.read(session -> session.list(
                "SELECT tag FROM registry_tags WHERE repository = ? AND tag > ? ORDER BY tag LIMIT ?",
                row -> row.text(1),
                repository,
                after,
                limit));
        return tags.isEmpty() && !has(repository) ? Optional.empty() : Optional.of(tags);
    }

    @Override
    public List<String> repositories(String after, int limit) {
        return database.read(session -> session.list(
                "SELECT name FROM registry_repositories r WHERE name > ? AND EXISTS (SELECT 1 FROM registry_manifests m"
                        + " WHERE m.repository = r.name) ORDER BY name LIMIT ?",
                row -> row.text(1),
                after,
                limit));
    }

    @Override
    public List<Descriptor> referrers(
            RepositoryName repository, Digest subject, String artifactType, String after, int limit) {
        return database.read(session -> Manifests.referrers(session, repository, subject, artifactType, after, limit));
    }

    /**
     * Takes a file over as a blob of the repository.
     *
     * @param file whose content was found to have that digest
     * @throws Refusal if a quota does not allow it
     */
    public void add(RepositoryName repository, Path file, Descriptor blob) throws IOException {
        content.adopt(file, blob, tx -> links.link(tx, repository, blob.digest(), blob.size()));
    }

    /** Makes a blob of one repository one of another too. @return whether the first has it */
    public boolean mount(RepositoryName target, RepositoryName from, Digest digest) {
        return database.write(tx -> {
            Optional<BlobLinks.Link> link = BlobLinks.find(tx, from, digest);
            link.ifPresent(found -> links.link(tx, target, digest, found.size()));
            return link.isPresent();
        });
    }

    /** Takes a blob out of the repository. @return whether it was there */
    public boolean removeBlob(RepositoryName repository, Digest digest) {
        return database.write(tx -> links.unlink(tx, repository, digest));
    }

    /**
     * Sees to it that there is room.
     *
     * @throws Refusal if so many bytes more are more than a quota of the repository leaves
     */
    public void requireRoom(RepositoryName repository, long bytes) {
        if (ledger.isLimited()) {
            database.read(session -> {
                ledger.require(session, repository, bytes);
                return bytes;
            });
        }
    }

    /**
     * Adds a manifest whose parts are all in the repository, and on return survives a power cut with them.
     *
     * @throws Refusal if a part is not there, or a quota does not allow it
     */
    public void put(RepositoryName repository, Optional<String> tag, Descriptor manifest, ManifestDocument document)
            throws IOException {
        database.read(session -> {
            Manifests.requireParts(session, repository, document);
            return manifest;
        });
        put(repository, tag, manifest, document, tx -> Manifests.requireParts(tx, repository, document));
        database.sync();
    }

    /** As {@link #put}, for one whose parts are to be fetched as they are asked for. */
    public void cache(RepositoryName repository, Optional<String> tag, Descriptor manifest, ManifestDocument document)
            throws IOException {
        put(repository, tag, manifest, document, _ -> {});
    }

    @FunctionalInterface
    private interface Condition {
        void require(Transaction tx);
    }

    private void put(
            RepositoryName repository,
            Optional<String> tag,
            Descriptor manifest,
            ManifestDocument document,
            Condition condition)
            throws IOException {
        content.adopt(document.bytes(), manifest, tx -> {
            condition.require(tx);
            manifests.put(tx, repository, manifest, document);
            tag.ifPresent(name -> manifests.tag(tx, repository, name, manifest.digest()));
        });
    }

    /** Points a tag at a manifest, unless that has gone. */
    public boolean tag(RepositoryName repository, String tag, Digest digest) {
        return database.write(tx -> {
            boolean there = Manifests.find(tx, repository, digest).isPresent();
            if (there) {
                manifests.tag(tx, repository, tag, digest);
            }
            return there;
        });
    }

    /** When the tag was last set or found to be what it is. */
    public Optional<Instant> checked(RepositoryName repository, String tag) {
        return database.read(session -> session.first(
                "SELECT checked FROM registry_tags WHERE repository = ? AND tag = ?",
                row -> Instant.ofEpochMilli(row.integer(1)),
                repository,
                tag));
    }

    /** How long a blob is by the word of a manifest of the repository. */
    public Optional<Long> promised(RepositoryName repository, Digest digest) {
        return database.read(session -> session.first(
                "SELECT size FROM registry_parts WHERE repository = ? AND digest = ? AND NOT is_manifest",
                row -> row.integer(1),
                repository,
                digest));
    }

    /** Removes a tag, or a manifest and its tags. @throws Refusal if there is none */
    public void delete(RepositoryName repository, ManifestName name) {
        boolean deleted = database.writeDurably(tx -> switch (name) {
            case ManifestName.ByTag(String tag) -> manifests.untag(tx, repository, tag);
            case ManifestName.ByDigest(Digest digest) -> manifests.delete(tx, repository, digest);
        });
        if (!deleted) {
            throw new Refusal(ErrorCode.MANIFEST_UNKNOWN).about("reference", name);
        }
    }

    /** What there is: repositories, blobs (by repository) and their bytes. */
    public record Extent(long repositories, long tags, long manifests, long bytes) {}

    public Extent extent() {
        return database.read(session -> new Extent(
                session.number("SELECT COUNT(*) FROM registry_repositories"),
                session.number("SELECT COUNT(*) FROM registry_tags"),
                session.number("SELECT COUNT(*) FROM registry_manifests"),
                session.number("SELECT SUM(bytes) FROM registry_repositories")));
    }

    /** For {@link Retention}: what may go by now. */
    List<BlobLinks.Linked> unneeded() {
        return database.read(links::unneeded);
    }

    void removeUnneeded(List<BlobLinks.Linked> some) {
        database.write(tx -> {
            some.forEach(link -> links.unlinkUnneeded(tx, link));
            return some.size();
        });
    }

    int removeReleased(java.time.Duration age, int limit) {
        return database.write(tx -> manifests.deleteReleased(tx, age, limit));
    }

    /** Removes tags of cached repositories that were last checked so long ago. */
    int removeUnchecked(Predicate<RepositoryName> cached, Instant before, int limit) {
        record Tagged(RepositoryName repository, String tag) {}
        List<Tagged> old = database.read(Catalog::tagsByAge).stream()
                .filter(row -> row.checked < before.toEpochMilli())
                .map(row -> new Tagged(new RepositoryName(row.repository), row.tag))
                .filter(tagged -> cached.test(tagged.repository()))
                .limit(limit)
                .toList();
        return database.write(tx -> {
            old.forEach(tagged -> manifests.untag(tx, tagged.repository(), tagged.tag()));
            return old.size();
        });
    }

    private record Aged(String repository, String tag, long checked) {}

    private static List<Aged> tagsByAge(Session session) {
        return session.list(
                "SELECT repository, tag, checked FROM registry_tags ORDER BY checked",
                row -> new Aged(row.text(1), row.text(2), row.integer(3)));
    }
}
