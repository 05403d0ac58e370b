package io.djong.distribution.upload;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads under way. Each is a file, named for its id, and nothing else, so that a killed server finds them again; the id
 * is not to be guessed, and good for the repository alone that it was made for.
 */
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final int MOST = 10_000;
    private static final int RANDOM_BYTES = 16;
    private static final int SEAL_BYTES = 8;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + 2 * (RANDOM_BYTES + SEAL_BYTES) + "}");

    private final Path directory;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final ConcurrentMap<String, Upload> known = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final LongConsumer grown = bytes::addAndGet;

    /** @param random that nobody can predict */
    public Uploads(Path directory, RandomGenerator random, InstantSource clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.random = random;
        this.clock = clock;
        for (Path file : files()) {
            count.incrementAndGet();
            bytes.addAndGet(Files.size(file));
        }
    }

    public Upload begin(RepositoryName repository) throws IOException {
        if (count.get() >= MOST) {
            throw new Refusal(ErrorCode.TOOMANYREQUESTS, "too many uploads under way");
        }
        byte[] seed = new byte[RANDOM_BYTES];
        random.nextBytes(seed);
        String id = HexFormat.of().formatHex(seed) + seal(seed, repository);
        Path file = Files.createFile(directory.resolve(id));
        count.incrementAndGet();
        Upload upload = new Upload(id, file, 0, grown);
        known.put(id, upload);
        return upload;
    }

    /** The upload of that id. @throws Refusal if there is none to this repository */
    public Upload find(RepositoryName repository, String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            throw unknown();
        }
        byte[] seed = HexFormat.of().parseHex(id, 0, 2 * RANDOM_BYTES);
        if (!id.endsWith(seal(seed, repository))) {
            throw unknown();
        }
        Upload upload = known.get(id);
        return upload == null ? resumed(id) : upload;
    }

    private Upload resumed(String id) throws IOException {
        Path file = directory.resolve(id);
        try {
            Upload upload = new Upload(id, file, Files.size(file), grown);
            Upload earlier = known.putIfAbsent(id, upload);
            return earlier == null ? upload : earlier;
        } catch (NoSuchFileException e) {
            throw unknown();
        }
    }

    /** What takes a complete upload over: the file is its to move. */
    @FunctionalInterface
    public interface Taker {
        void take(Path file, long size) throws IOException;
    }

    /** Ends an upload that is complete; it goes in any case. @throws Refusal if it is not what the digest says */
    public void finish(Upload upload, Digest digest, Taker taker) throws IOException {
        try {
            upload.finish(digest, size -> taker.take(upload.file(), size));
        } finally {
            forget(upload);
        }
    }

    public void cancel(Upload upload) throws IOException {
        if (!upload.end()) {
            throw unknown();
        }
        forget(upload);
    }

    private void forget(Upload upload) throws IOException {
        if (known.remove(upload.id(), upload)) {
            count.decrementAndGet();
            bytes.addAndGet(-upload.offset());
            Files.deleteIfExists(upload.file());
        }
    }

    /** How many there are. */
    public long count() {
        return count.get();
    }

    /** How much they have on the disk, all together. */
    public long bytes() {
        return bytes.get();
    }

    /** Removes those to which nothing came for so long. */
    public void removeIdle(Duration age) throws IOException {
        long before = clock.instant().minus(age).toEpochMilli();
        for (Path file : files()) {
            try {
                if (Files.getLastModifiedTime(file).toMillis() < before) {
                    Upload upload = resumed(String.valueOf(file.getFileName()));
                    if (upload.end()) {
                        forget(upload);
                    }
                }
            } catch (NoSuchFileException | Refusal e) {
                LOG.trace("{} has ended meanwhile", file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    private static String seal(byte[] seed, RepositoryName repository) {
        var hasher = Digest.sha256Hasher();
        hasher.update(seed);
        hasher.update(repository.text().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hasher.digest(), 0, SEAL_BYTES);
    }

    private static Refusal unknown() {
        return new Refusal(ErrorCode.BLOB_UPLOAD_UNKNOWN);
    }
}
