package io.djong.store.content;

import io.djong.model.Digest;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.store.db.Database;
import io.djong.store.db.Row;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import io.djong.store.lease.Collectable;
import io.djong.store.lease.Lease;
import io.djong.store.lease.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Blobs by digest, as they came: {@code blobs/<algorithm>/<hex>} under the data root, each with a record.
 *
 * <p>A blob is written beside the others, verified, synced, renamed into place, and only then recorded; so a record
 * always has its whole file, and a file without a record is the trace of a crash, removed in time.
 *
 * <p>Safe for use by many threads. Input and output block.
 */
public final class ContentStore implements Collectable {
    public static final Schema SCHEMA = new Schema("content", """
                    CREATE TABLE content (
                      digest TEXT PRIMARY KEY,
                      size INTEGER NOT NULL,
                      added INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    """);

    private static final String SELECT = "SELECT digest, size, added FROM content ";
    private static final int MAX_READ = 16 << 20;
    private static final int CHECKED = 1 << 17;

    private final Path root;
    private final Path ingests;
    private final Database database;
    private final InstantSource clock;
    private final ActiveIngests active = new ActiveIngests();
    /** Files of uploads that are under way. */
    private final Set<Path> uploads = ConcurrentHashMap.newKeySet();

    /** @param dataRoot the blobs lie in its directory {@code blobs}, which is made */
    public ContentStore(Path dataRoot, Database database, InstantSource clock) throws IOException {
        this.root = dataRoot.resolve("blobs");
        this.ingests = root.resolve("ingest");
        this.database = database;
        this.clock = clock;
        Files.createDirectories(root.resolve(Digest.SHA256));
        Files.createDirectories(ingests);
    }

    /** What is known of the blob; empty if the store does not have it. */
    public Optional<ContentInfo> info(Digest digest) {
        return database.read(session -> info(session, digest));
    }

    public List<ContentInfo> list() {
        return database.read(session -> session.list(SELECT + "ORDER BY digest", ContentStore::info));
    }

    /**
     * Protects the blob by the lease, whether it is there or not, and says if it is. If it is, it stays while the lease
     * is open.
     */
    public boolean hold(Lease lease, Digest digest) {
        boolean recorded = database.write(tx -> {
            lease.protect(tx, new Resource.Content(digest));
            return info(tx, digest).isPresent();
        });
        return recorded && Files.exists(file(digest));
    }

    /**
     * Begins to bring a blob in, protected by the lease. If somebody else is bringing in the same blob, this waits for
     * the outcome.
     *
     * @return empty if the store has the blob
     */
    public Optional<Ingest> ingest(Lease lease, Descriptor descriptor) throws IOException {
        Digest digest = descriptor.digest();
        active.acquire(digest);
        try {
            if (hold(lease, digest)) {
                active.release(digest);
                return Optional.empty();
            }
            return Optional.of(new Ingest(this, descriptor, partial(digest)));
        } catch (IOException | RuntimeException e) {
            active.release(digest);
            throw e;
        }
    }

    /** Stores a small blob under its SHA-256 digest, protected by the lease; storing it again does nothing. */
    public Descriptor put(Lease lease, String mediaType, byte[] blob) throws IOException {
        Descriptor descriptor = new Descriptor(mediaType, Digest.sha256(blob), blob.length);
        Optional<Ingest> ingest = ingest(lease, descriptor);
        if (ingest.isPresent()) {
            try (Ingest open = ingest.get()) {
                open.restart();
                open.copy(new ByteArrayInputStream(blob));
            }
        }
        return descriptor;
    }

    /**
     * Stores a blob of any size whose digest is not known beforehand, under its SHA-256 digest, protected by the lease.
     *
     * @param stream read to its end, not closed
     */
    public Descriptor put(Lease lease, String mediaType, InputStream stream) throws IOException {
        try (Upload upload = upload()) {
            upload.receive(stream);
            return upload.commit(lease, mediaType);
        }
    }

    /** Begins to bring in a blob of any size whose digest is not known beforehand. */
    public Upload upload() throws IOException {
        return new Upload(this, ingests, uploads);
    }

    /** Makes what was uploaded a blob, unless the blob is here. */
    void adopt(Lease lease, Upload upload, Descriptor descriptor) throws IOException {
        Digest digest = descriptor.digest();
        active.acquire(digest);
        try {
            if (!hold(lease, digest)) {
                publish(upload.synced(), descriptor);
            }
        } finally {
            active.release(digest);
        }
    }

    /**
     * Takes a whole file over as a blob, and makes a change in the transaction that records it. The change has to make
     * something refer to the blob, which no lease protects. Where the store has the blob already the change is made
     * alone, and the file goes.
     *
     * @param file on the data root's file system; that its content is the descriptor's is the caller's word
     */
    public void adopt(Path file, Descriptor descriptor, Consumer<Transaction> change) throws IOException {
        Digest digest = descriptor.digest();
        active.acquire(digest);
        try {
            if (Files.exists(file(digest)) && changeIfRecorded(digest, change)) {
                Files.delete(file);
                return;
            }
            // Synced where it lies then: the name and the bytes go to the disk together. No record names it before.
            Path blob = place(file, digest);
            sync(blob, false);
            sync(directory(digest), true);
            record(descriptor, change);
        } finally {
            active.release(digest);
        }
    }

    /** As {@link #adopt(Path, Descriptor, Consumer)}, for a small blob. */
    public void adopt(byte[] blob, Descriptor descriptor, Consumer<Transaction> change) throws IOException {
        try (Upload upload = upload()) {
            upload.receive(new ByteArrayInputStream(blob));
            adopt(upload.synced(), descriptor, change);
        }
    }

    private boolean changeIfRecorded(Digest digest, Consumer<Transaction> change) {
        return database.write(tx -> {
            boolean recorded = info(tx, digest).isPresent();
            if (recorded) {
                change.accept(tx);
            }
            return recorded;
        });
    }

    /**
     * Opens the file of a blob that something refers to. It stays good if the blob is collected meanwhile.
     *
     * @throws NotFound if it is not there
     */
    public FileChannel channel(Digest digest) throws IOException {
        try {
            return FileChannel.open(file(digest));
        } catch (NoSuchFileException e) {
            throw new NotFound("content digest " + digest + ": not found", e);
        }
    }

    /**
     * Opens the blob. The stream stays good if the blob is collected meanwhile.
     *
     * @throws NotFound if the store does not have it
     */
    public InputStream open(Digest digest) throws IOException {
        require(digest);
        return Files.newInputStream(file(digest));
    }

    /** As {@link #open(Digest)}, from an offset on. */
    public InputStream open(Digest digest, long offset) throws IOException {
        require(digest);
        FileChannel channel = FileChannel.open(file(digest));
        return Channels.newInputStream(channel.position(offset));
    }

    /**
     * Reads a small blob and verifies it: a manifest, an index, a config.
     *
     * @throws NotFound if the store does not have it
     * @throws InvalidArgument if it is larger than 16 MiB, or the file was changed
     */
    public byte[] read(Digest digest) throws IOException {
        long size = require(digest).size();
        if (size > MAX_READ) {
            throw new InvalidArgument("blob " + digest + " of " + size + " bytes is no document");
        }
        byte[] blob = Files.readAllBytes(file(digest));
        var hasher = digest.hasher();
        hasher.update(blob);
        if (!digest.matches(hasher)) {
            throw new InvalidArgument("blob " + digest + " was changed on disk: its content has another digest");
        }
        return blob;
    }

    /** Reads a blob from end to end: whether it is what its record says. */
    public boolean isWhole(ContentInfo info) {
        var hasher = info.digest().hasher();
        long size = 0;
        byte[] buffer = new byte[CHECKED];
        try (InputStream blob = Files.newInputStream(file(info.digest()))) {
            for (int got = blob.read(buffer); got >= 0; got = blob.read(buffer)) {
                hasher.update(buffer, 0, got);
                size += got;
            }
        } catch (IOException e) {
            return false;
        }
        return size == info.size() && info.digest().matches(hasher);
    }

    /** Removes a blob that is damaged, whoever holds it. */
    public void drop(Digest digest) {
        active.acquire(digest);
        try {
            int _ = database.writeDurably(tx -> tx.execute("DELETE FROM content WHERE digest = ?", digest));
            Files.deleteIfExists(file(digest));
        } catch (IOException e) {
            throw Internal.failedTo("remove blob " + digest, e);
        } finally {
            active.release(digest);
        }
    }

    private ContentInfo require(Digest digest) {
        return info(digest)
                .filter(info -> Files.exists(file(digest)))
                .orElseThrow(() -> new NotFound("content digest " + digest + ": not found"));
    }

    /** Puts a verified and synced file in its place and records it. */
    void publish(Path file, Descriptor descriptor) throws IOException {
        place(file, descriptor.digest());
        sync(directory(descriptor.digest()), true);
        record(descriptor, _ -> {});
    }

    private Path place(Path file, Digest digest) throws IOException {
        Files.createDirectories(directory(digest));
        return Files.move(file, file(digest), StandardCopyOption.ATOMIC_MOVE);
    }

    private void record(Descriptor descriptor, Consumer<Transaction> change) {
        database.write(tx -> {
            change.accept(tx);
            return tx.execute(
                    "INSERT OR REPLACE INTO content (digest, size, added) VALUES (?, ?, ?)",
                    descriptor.digest(),
                    descriptor.size(),
                    clock.millis());
        });
    }

    void release(Digest digest) {
        active.release(digest);
    }

    @Override
    public Condemned condemn(Transaction tx, Set<String> held) {
        List<Digest> gone = tx.list("SELECT digest FROM content", row -> row.text(1)).stream()
                .filter(digest -> !held.contains(Resource.Content.key(digest)))
                .map(Digest::parse)
                .toList();
        long bytes = gone.stream()
                .mapToLong(digest -> info(tx, digest).map(ContentInfo::size).orElse(0L))
                .sum();
        gone.forEach(digest -> tx.execute("DELETE FROM content WHERE digest = ?", digest));
        return () -> {
            new Strays(root, ingests, uploads, this::unlinkUnrecorded).sweep(held);
            return bytes;
        };
    }

    /** Deletes a file of a digest unless it has come into use since. */
    private void unlinkUnrecorded(Digest digest, Path file) throws IOException {
        if (!active.tryAcquire(digest)) {
            return;
        }
        try {
            if (file.startsWith(ingests) || info(digest).isEmpty()) {
                Files.deleteIfExists(file);
            }
        } finally {
            active.release(digest);
        }
    }

    private Path directory(Digest digest) {
        return root.resolve(digest.algorithm());
    }

    private Path file(Digest digest) {
        return directory(digest).resolve(digest.hex());
    }

    private Path partial(Digest digest) {
        return ingests.resolve(digest.algorithm() + "-" + digest.hex());
    }

    private static Optional<ContentInfo> info(Session session, Digest digest) {
        return session.first(SELECT + "WHERE digest = ?", ContentStore::info, digest);
    }

    private static ContentInfo info(Row row) {
        return new ContentInfo(Digest.parse(row.text(1)), row.integer(2), Instant.ofEpochMilli(row.integer(3)));
    }

    private static void sync(Path path, boolean metadata) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            channel.force(metadata);
        }
    }
}
