package io.djong.store.image;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import io.djong.store.lease.References;
import io.djong.store.lease.Resource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Image records and the names that point at them: tags, and repository digests ({@code name@sha256:…}).
 *
 * <p>Changes take the caller's transaction, so that an event is recorded with the change. A record refers to its blobs
 * and to its topmost snapshot, which keeps them from being collected.
 */
public final class ImageStore {
    public static final Schema SCHEMA = new Schema("images", """
                    CREATE TABLE images (
                      id TEXT PRIMARY KEY,
                      parent TEXT,
                      document BLOB NOT NULL
                    ) WITHOUT ROWID;
                    CREATE INDEX images_parent ON images (parent);
                    CREATE TABLE image_names (
                      name TEXT PRIMARY KEY,
                      image TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                      tagged INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE INDEX image_names_image ON image_names (image);
                    """);

    private static final String HOLDERS = "image/";
    private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?([0-9a-f]{1,64})");
    private static final int FULL_ID = 64;

    private final Database database;
    private final InstantSource clock;
    private final Blobs blobs;
    private final ReadRecords read = new ReadRecords();

    /** A store that tells the time of tags by the system's clock. */
    public ImageStore(Database database) {
        this(database, InstantSource.system());
    }

    public ImageStore(Database database, InstantSource clock) {
        this(database, clock, Blobs.KEPT);
    }

    public ImageStore(Database database, InstantSource clock, Blobs blobs) {
        this.database = database;
        this.clock = clock;
        this.blobs = blobs;
    }

    /** What becomes of layers' blobs once they are unpacked. */
    public enum Blobs {
        KEPT,
        /** No image refers to them: the next collection takes them. */
        DISCARDED
    }

    /** Whether images keep the blobs of their layers, to be saved, pushed and served as they came. */
    public boolean keepsBlobs() {
        return blobs == Blobs.KEPT;
    }

    /** Lets go of the blobs of images that came when they were kept, where they are not kept any more. */
    public void discardBlobs(Transaction tx) {
        if (blobs == Blobs.DISCARDED) {
            list(tx).stream()
                    .map(NamedImage::image)
                    .filter(image -> !image.layers().isEmpty())
                    .forEach(image -> put(tx, image));
        }
    }

    /** Adds or replaces a record and its references; the names stay. */
    public void put(Transaction tx, ImageRecord whole) {
        ImageRecord image = blobs == Blobs.KEPT ? whole : whole.withoutLayers();
        tx.execute(
                "INSERT INTO images (id, parent, document) VALUES (?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, document = excluded.document",
                image.id(),
                image.parent(),
                Json.bytes(image));
        References.set(tx, holder(image.id()), resources(image));
    }

    /** Whether what the image needs is held for it. */
    public boolean refersTo(Session session, ImageRecord image) {
        return References.of(session, holder(image.id()))
                .equals(resources(image).stream().map(Resource::key).collect(Collectors.toSet()));
    }

    private static List<Resource> resources(ImageRecord image) {
        List<Resource> resources = new ArrayList<>();
        Stream.of(
                        Stream.of(image.id()),
                        image.manifestDigest().stream(),
                        image.indexDigest().stream(),
                        image.layers().stream(),
                        image.attached().stream())
                .flatMap(digests -> digests)
                .forEach(digest -> resources.add(new Resource.Content(digest)));
        image.topLayer().ifPresent(top -> resources.add(new Resource.Snapshot(top.toString())));
        return resources;
    }

    /** Removes a record, its names and its references. @return false if there was none */
    public boolean remove(Transaction tx, Digest id) {
        tx.execute("DELETE FROM image_names WHERE image = ?", id);
        References.clear(tx, holder(id));
        return tx.execute("DELETE FROM images WHERE id = ?", id) > 0;
    }

    /**
     * Removes images whose topmost snapshot is lost, as a power cut loses it. They can be pulled again.
     *
     * @param present whether a snapshot is there
     * @return what was removed
     */
    public List<Digest> removeUnless(Transaction tx, Predicate<String> present) {
        List<Digest> lost = References.snapshots(tx, HOLDERS).stream()
                .filter(held -> !present.test(held.snapshot()))
                .map(held -> Digest.parse(held.holder().substring(HOLDERS.length())))
                .toList();
        lost.forEach(id -> remove(tx, id));
        return lost;
    }

    /**
     * Points a name at an image, which must be there.
     *
     * @param name with a tag or a digest
     * @return the image that had the name before
     */
    public Optional<Digest> tag(Transaction tx, Reference name, Digest id) {
        Optional<Digest> before = target(tx, name);
        tx.execute(
                "INSERT INTO image_names (name, image, tagged) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET image = excluded.image, tagged = excluded.tagged",
                key(name),
                id,
                clock.millis());
        return before;
    }

    /** Takes a name away. @return the image that had it */
    public Optional<Digest> untag(Transaction tx, Reference name) {
        Optional<Digest> before = target(tx, name);
        tx.execute("DELETE FROM image_names WHERE name = ?", key(name));
        return before;
    }

    public Optional<ImageRecord> find(Digest id) {
        return database.read(session -> find(session, id));
    }

    public Optional<ImageRecord> find(Session session, Digest id) {
        return session.first("SELECT document FROM images WHERE id = ?", read::record, id);
    }

    /** The image that a name with a tag or a digest points at. */
    public Optional<ImageRecord> find(Reference name) {
        return database.read(session -> find(session, name));
    }

    public Optional<ImageRecord> find(Session session, Reference name) {
        return target(session, name).flatMap(id -> find(session, id));
    }

    /**
     * The image that a user means: by its id, by a name ({@code latest} where neither tag nor digest is given), or by
     * the beginning of its id, in this order.
     *
     * @throws InvalidArgument if the text is malformed, or the beginning of several ids
     */
    public Optional<ImageRecord> resolve(String text) {
        return database.read(session -> resolve(session, text));
    }

    public Optional<ImageRecord> resolve(Session session, String text) {
        Matcher prefix = ID_PREFIX.matcher(text);
        boolean mayBeId = prefix.matches();
        if (mayBeId && prefix.group(1).length() == FULL_ID) {
            return find(session, new Digest(Digest.SHA256, prefix.group(1)));
        }
        Optional<ImageRecord> named = find(session, Reference.parse(text).orLatest());
        return named.isPresent() || !mayBeId ? named : byPrefix(session, prefix.group(1));
    }

    private Optional<ImageRecord> byPrefix(Session session, String hex) {
        List<ImageRecord> found = session.list(
                "SELECT document FROM images WHERE id >= ? AND id < ? LIMIT 2",
                read::record,
                "sha256:" + hex,
                "sha256:" + hex + "g");
        if (found.size() > 1) {
            throw new InvalidArgument("multiple IDs found with provided prefix: " + hex);
        }
        return found.stream().findFirst();
    }

    /** The names of an image, sorted: with tags and with digests. */
    public List<Reference> names(Digest id) {
        return database.read(session -> names(session, id));
    }

    public List<Reference> names(Session session, Digest id) {
        return session.list(
                "SELECT name FROM image_names WHERE image = ? ORDER BY name", row -> Reference.parse(row.text(1)), id);
    }

    /** When a name was last pointed at the image; empty if none is. */
    public Optional<Instant> lastTagged(Digest id) {
        return database.read(session ->
                        session.first("SELECT max(tagged) FROM image_names WHERE image = ?", row -> row.integer(1), id))
                .filter(millis -> millis > 0)
                .map(Instant::ofEpochMilli);
    }

    /** All images with their names, in no order. */
    public List<NamedImage> list() {
        return database.read(this::list);
    }

    public List<NamedImage> list(Session session) {
        Map<Digest, List<Reference>> names = new HashMap<>();
        session.list(
                "SELECT image, name FROM image_names ORDER BY name",
                row -> names.computeIfAbsent(Digest.parse(row.text(1)), _ -> new ArrayList<>())
                        .add(Reference.parse(row.text(2))));
        return records(session).stream()
                .map(image -> new NamedImage(image, names.getOrDefault(image.id(), List.of())))
                .toList();
    }

    /** All images, in no order. */
    public List<ImageRecord> records(Session session) {
        List<ImageRecord> images = session.list("SELECT document FROM images", read::record);
        read.keep(images);
        return images;
    }

    /** The images that were built here on this one. */
    public List<Digest> children(Session session, Digest id) {
        return session.list("SELECT id FROM images WHERE parent = ? ORDER BY id", row -> Digest.parse(row.text(1)), id);
    }

    private static Optional<Digest> target(Session session, Reference name) {
        return session.first(
                "SELECT image FROM image_names WHERE name = ?", row -> Digest.parse(row.text(1)), key(name));
    }

    /** A digest says it all: a tag beside it is not looked at. */
    private static String key(Reference name) {
        if (name.tag().isEmpty() && name.digest().isEmpty()) {
            throw new InvalidArgument("reference " + name + " has neither a tag nor a digest");
        }
        return name.digest().map(name::withDigest).orElse(name).toString();
    }

    private static String holder(Digest id) {
        return HOLDERS + id;
    }
}
