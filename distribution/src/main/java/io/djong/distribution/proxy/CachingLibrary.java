package io.djong.distribution.proxy;

import io.djong.distribution.catalog.Catalog;
import io.djong.distribution.catalog.ManifestDocument;
import io.djong.distribution.library.BlobContent;
import io.djong.distribution.library.Library;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.registry.DownloadWatcher;
import io.djong.registry.ManifestContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A catalog some of whose repositories are those of other registries: what is not here is fetched, kept, and handed on
 * while it comes. A manifest asked for by its digest, and a blob, are fetched once; a tag is looked up again once it is
 * not fresh any more. Where the other registry cannot be reached, what is here is good enough.
 */
public final class CachingLibrary implements Library, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CachingLibrary.class);
    private static final int LOCKS = 64;

    private final Catalog catalog;
    private final Upstreams upstreams;
    private final Path directory;
    private final InstantSource clock;
    private final LongAdder fetched = new LongAdder();
    private final LongAdder stale = new LongAdder();
    /** One at a time looks a tag up; a lock for some of them each, so that there are not too many. */
    private final List<ReentrantLock> locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toList();

    /** The tags of one repository, of which a client asks for page after page. */
    private record Listed(Optional<Reference> origin, List<String> tags, Instant until) {}

    private volatile Listed lastListed = new Listed(Optional.empty(), List.of(), Instant.MIN);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Digest, Fetch> fetches = new HashMap<>(); // guarded by lock

    /** @param directory for what is on its way; what a killed server left there is removed */
    public CachingLibrary(Catalog catalog, Upstreams upstreams, Path directory, InstantSource clock)
            throws IOException {
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.directory = Files.createDirectories(directory);
        this.clock = clock;
        try (Stream<Path> left = Files.list(directory)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    /** How many blobs and manifests came from elsewhere. */
    public long fetched() {
        return fetched.sum();
    }

    /** How many tags were answered from memory because nobody could be asked. */
    public long stale() {
        return stale.sum();
    }

    @Override
    public Optional<Descriptor> manifest(RepositoryName repository, ManifestName name) throws IOException {
        Optional<Reference> origin = upstreams.origin(repository);
        if (origin.isEmpty()) {
            return catalog.manifest(repository, name);
        }
        ReentrantLock one = locks.get(Math.floorMod((repository + ":" + name).hashCode(), LOCKS));
        one.lock();
        try {
            return isGood(repository, name)
                    ? catalog.manifest(repository, name)
                    : refreshed(repository, name, origin.get());
        } finally {
            one.unlock();
        }
    }

    private boolean isGood(RepositoryName repository, ManifestName name) {
        return switch (name) {
            case ManifestName.ByDigest _ -> catalog.manifest(repository, name).isPresent();
            case ManifestName.ByTag(String tag) ->
                catalog.checked(repository, tag)
                        .filter(checked -> checked.plus(upstreams.fresh()).isAfter(clock.instant()))
                        .isPresent();
        };
    }

    private Optional<Descriptor> refreshed(RepositoryName repository, ManifestName name, Reference origin)
            throws IOException {
        try {
            return switch (name) {
                case ManifestName.ByDigest(Digest digest) ->
                    Optional.of(fetch(repository, Optional.empty(), origin.withDigest(digest)));
                case ManifestName.ByTag(String tag) -> Optional.of(lookedUp(repository, tag, origin.withTag(tag)));
            };
        } catch (NotFound e) {
            LOG.debug("{}:{}: {}", repository, name, e.message());
            return Optional.empty();
        } catch (EngineException e) {
            Optional<Descriptor> here = catalog.manifest(repository, name);
            if (here.isEmpty()) {
                throw new Refusal(ErrorCode.UNAVAILABLE, e.message());
            }
            LOG.warn("{}:{} is what it was: {}", repository, name, e.message());
            stale.increment();
            return here;
        }
    }

    private Descriptor lookedUp(RepositoryName repository, String tag, Reference origin) throws IOException {
        Optional<Digest> now = upstreams.open(origin).head(origin).map(Descriptor::digest);
        if (now.isPresent() && catalog.tag(repository, tag, now.get())) {
            Optional<Descriptor> same = catalog.manifest(repository, new ManifestName.ByDigest(now.get()));
            if (same.isPresent()) {
                return same.get();
            }
        }
        return fetch(repository, Optional.of(tag), origin);
    }

    private Descriptor fetch(RepositoryName repository, Optional<String> tag, Reference origin) throws IOException {
        ManifestContent content = upstreams.open(origin).manifest(origin);
        fetched.increment();
        ManifestDocument document = ManifestDocument.parse(content.descriptor().mediaType(), content.bytes());
        Descriptor manifest = new Descriptor(
                document.mediaType(),
                content.descriptor().digest(),
                content.descriptor().size());
        catalog.cache(repository, tag, manifest, document);
        return manifest;
    }

    @Override
    public Optional<byte[]> document(RepositoryName repository, Descriptor manifest) throws IOException {
        return catalog.document(repository, manifest);
    }

    @Override
    public Optional<Long> size(RepositoryName repository, Digest digest) {
        Optional<Long> here = catalog.size(repository, digest);
        return here.isPresent() || !upstreams.has(repository) ? here : catalog.promised(repository, digest);
    }

    @Override
    public Optional<BlobContent> blob(RepositoryName repository, Digest digest) throws IOException {
        Optional<BlobContent> here = catalog.blob(repository, digest);
        Optional<Reference> origin = upstreams.origin(repository);
        if (here.isPresent() || origin.isEmpty()) {
            return here;
        }
        // Only what a manifest names is fetched: its size is known, and nobody fills the disk with something else.
        Optional<Long> size = catalog.promised(repository, digest);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        try {
            return arriving(repository, new Descriptor("", digest, size.get()), origin.get());
        } catch (NotFound e) {
            return Optional.empty();
        } catch (EngineException e) {
            throw new Refusal(ErrorCode.UNAVAILABLE, e.message());
        }
    }

    private Optional<BlobContent> arriving(RepositoryName repository, Descriptor blob, Reference origin)
            throws IOException {
        Optional<BlobContent> here = underWay(blob.digest());
        if (here.isEmpty()) {
            here = catalog.blob(repository, blob.digest()); // it may have come since it was looked for
        }
        if (here.isPresent()) {
            return here;
        }
        InputStream stream = upstreams.open(origin).open(blob, 0, DownloadWatcher.NOBODY);
        lock.lock();
        try {
            Optional<BlobContent> quicker = underWay(blob.digest());
            if (quicker.isPresent()) {
                stream.close();
                return quicker;
            }
            Path file = directory.resolve(UUID.randomUUID().toString());
            Fetch fetch = new Fetch(blob, file);
            fetches.put(blob.digest(), fetch);
            fetched.increment();
            Optional<BlobContent> reader = fetch.reader();
            Thread.ofVirtual().name("registry-fetch").start(() -> run(fetch, file, stream, repository, blob));
            return reader;
        } finally {
            lock.unlock();
        }
    }

    private Optional<BlobContent> underWay(Digest digest) {
        lock.lock();
        try {
            return Optional.ofNullable(fetches.get(digest)).flatMap(Fetch::reader);
        } finally {
            lock.unlock();
        }
    }

    private void run(Fetch fetch, Path file, InputStream stream, RepositoryName repository, Descriptor blob) {
        try {
            fetch.run(stream, (whole, found) -> catalog.add(repository, whole, found));
        } finally {
            lock.lock();
            try {
                fetches.remove(blob.digest(), fetch);
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("cannot remove {}: {}", file, e.getMessage());
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public Optional<List<String>> tags(RepositoryName repository, String after, int limit) {
        Optional<Reference> origin = upstreams.origin(repository);
        if (origin.isEmpty()) {
            return catalog.tags(repository, after, limit);
        }
        try {
            return Optional.of(listed(origin.get()).stream()
                    .filter(tag -> tag.compareTo(after) > 0)
                    .limit(limit)
                    .toList());
        } catch (NotFound e) {
            LOG.debug("tags of {}: {}", repository, e.message());
            return Optional.empty();
        } catch (EngineException e) {
            Optional<List<String>> here = catalog.tags(repository, after, limit);
            if (here.isEmpty()) {
                throw new Refusal(ErrorCode.UNAVAILABLE, e.message());
            }
            LOG.warn("tags of {} are those that are here: {}", repository, e.message());
            stale.increment();
            return here;
        }
    }

    /** All tags there, in the order of their bytes. */
    private List<String> listed(Reference origin) {
        Listed known = lastListed;
        if (known.origin().equals(Optional.of(origin)) && known.until().isAfter(clock.instant())) {
            return known.tags();
        }
        List<String> tags =
                upstreams.open(origin).tags().stream().sorted().distinct().toList();
        lastListed = new Listed(Optional.of(origin), tags, clock.instant().plus(upstreams.fresh()));
        return tags;
    }

    @Override
    public List<String> repositories(String after, int limit) {
        return catalog.repositories(after, limit);
    }

    @Override
    public List<Descriptor> referrers(
            RepositoryName repository, Digest subject, String artifactType, String after, int limit) {
        return catalog.referrers(repository, subject, artifactType, after, limit);
    }

    @Override
    public void close() {
        upstreams.client().close();
    }
}
