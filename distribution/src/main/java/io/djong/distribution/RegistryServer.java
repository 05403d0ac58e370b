package io.djong.distribution;

import io.djong.distribution.access.Guard;
import io.djong.distribution.catalog.Catalog;
import io.djong.distribution.catalog.Retention;
import io.djong.distribution.library.Library;
import io.djong.distribution.metrics.AccessLog;
import io.djong.distribution.metrics.Metrics;
import io.djong.distribution.metrics.Metrics.Gauge;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.distribution.proxy.CachingLibrary;
import io.djong.distribution.route.Router;
import io.djong.distribution.route.WriteRoutes;
import io.djong.distribution.upload.Uploads;
import io.djong.http.Limits;
import io.djong.http.Server;
import io.djong.store.content.ContentStore;
import io.djong.store.db.Database;
import io.djong.store.gc.GarbageCollector;
import io.djong.store.gc.QuietTask;
import io.djong.store.lease.Leases;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry: the OCI distribution protocol, version 1.1, on a content store of its own.
 *
 * <p>{@link #start()} once, {@link #close()} once. A server that is killed at any moment finds everything again: what it
 * answered 201 for is there, and an upload goes on where its file ends.
 */
public final class RegistryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Duration UPLOADS = Duration.ofDays(1);
    private static final Duration STALL = Duration.ofMinutes(1);

    private final ServerSettings settings;
    /** Held as long as the storage is ours; the kernel gives it back however this process ends. */
    private final FileChannel lock;

    private final Database database;
    private final Uploads uploads;
    private final Retention retention;
    private final QuietTask collector;
    private final Thread clockwork;
    private final Optional<CachingLibrary> cache;
    private final Server server;
    private final AtomicLong collections = new AtomicLong();
    private final AtomicLong freed = new AtomicLong();

    /** Opens the storage; nothing is served yet. @throws IOException if another server has it, or it cannot be used */
    public static RegistryServer open(ServerSettings settings, Guard guard, AccessLog log, InstantSource clock)
            throws IOException {
        Path root = Files.createDirectories(settings.root(), OWNER_ONLY);
        FileChannel lock = lock(root);
        try {
            Database database = Database.open(
                    root.resolve("registry.db"), List.of(Leases.SCHEMA, ContentStore.SCHEMA, Catalog.SCHEMA));
            try {
                return new RegistryServer(settings, guard, log, clock, new Storage(lock, database));
            } catch (IOException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private record Storage(FileChannel lock, Database database) {}

    private RegistryServer(ServerSettings settings, Guard guard, AccessLog log, InstantSource clock, Storage storage)
            throws IOException {
        this.settings = settings;
        Path root = settings.root();
        this.lock = storage.lock();
        this.database = storage.database();
        ContentStore content = new ContentStore(root, database, clock);
        Catalog catalog = new Catalog(database, content, clock, settings.keeping());
        this.uploads = new Uploads(root.resolve("uploads"), new SecureRandom(), clock);
        // Nothing here takes a lease: what comes in is referred to by the transaction that records it.
        GarbageCollector garbage =
                new GarbageCollector(database, new Leases(database, clock, "registry"), List.of(content));
        Predicate<RepositoryName> cached =
                name -> settings.upstreams().filter(all -> all.has(name)).isPresent();
        this.retention = new Retention(catalog, garbage, settings.keeping(), cached, clock);
        this.collector = new QuietTask("registry-collector", this::collect);
        this.clockwork = Thread.ofVirtual().name("registry-clock").unstarted(this::wakeCollector);
        WriteRoutes writes = new WriteRoutes(catalog, uploads, cached, collector::wake);
        this.cache = settings.upstreams().isEmpty()
                ? Optional.empty()
                : Optional.of(new CachingLibrary(catalog, settings.upstreams().get(), root.resolve("fetches"), clock));
        Metrics metrics = new Metrics(settings.metrics(), log, clock, gauges(catalog));
        this.server = new Server(
                settings.addresses(),
                Limits.DEFAULT.withStall(STALL),
                new Router(
                        cache.<Library>map(found -> found).orElse(catalog),
                        settings.readOnly() ? Optional.empty() : Optional.of(writes),
                        guard,
                        metrics));
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is in use within this process", root);
        }
        channel.close();
        throw new IOException("another registry is using " + root);
    }

    private List<Gauge> gauges(Catalog catalog) {
        return List.of(
                new Gauge("djong_registry_uploads", "Uploads under way.", false, uploads::count),
                new Gauge("djong_registry_upload_bytes", "Bytes of uploads under way.", false, uploads::bytes),
                new Gauge(
                        "djong_registry_repositories",
                        "Repositories.",
                        false,
                        () -> catalog.extent().repositories()),
                new Gauge(
                        "djong_registry_tags",
                        "Tags.",
                        false,
                        () -> catalog.extent().tags()),
                new Gauge(
                        "djong_registry_manifests",
                        "Manifests.",
                        false,
                        () -> catalog.extent().manifests()),
                new Gauge(
                        "djong_registry_bytes",
                        "Bytes by repository.",
                        false,
                        () -> catalog.extent().bytes()),
                new Gauge(
                        "djong_registry_fetched_total",
                        "Manifests and blobs fetched from upstreams.",
                        true,
                        () -> cache.map(CachingLibrary::fetched).orElse(0L)),
                new Gauge(
                        "djong_registry_stale_total",
                        "Tags told as they were, with no upstream to ask.",
                        true,
                        () -> cache.map(CachingLibrary::stale).orElse(0L)),
                new Gauge("djong_registry_collections_total", "Garbage collections.", true, collections::get),
                new Gauge("djong_registry_collected_bytes_total", "Bytes collected.", true, freed::get));
    }

    /** Serves. @throws IOException if an address cannot be bound */
    public void start() throws IOException {
        server.start();
        collector.start();
        clockwork.start();
    }

    /** The bound addresses, in the order given; ports are the real ones. */
    public List<SocketAddress> bound() {
        return server.bound();
    }

    /** Collects garbage now, while everything is served. @return bytes that became free */
    public long collect() {
        try {
            uploads.removeIdle(UPLOADS);
        } catch (IOException e) {
            LOG.warn("cannot look for abandoned uploads: {}", e.getMessage());
        }
        long bytes = retention.collect();
        collections.incrementAndGet();
        freed.addAndGet(bytes);
        return bytes;
    }

    private void wakeCollector() {
        try {
            while (true) {
                collector.wake();
                Thread.sleep(settings.collected());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.close();
        cache.ifPresent(CachingLibrary::close);
        clockwork.interrupt();
        collector.close();
        database.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("cannot give the lock of {} back: {}", settings.root(), e.getMessage());
        }
    }
}
