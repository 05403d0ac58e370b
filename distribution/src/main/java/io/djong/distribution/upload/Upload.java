package io.djong.distribution.upload;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way in, in pieces: a file that grows, and the hash of what is in it as far as this process wrote it. After
 * a restart the file is taken up where it ends, and hashed as a whole once it is complete.
 *
 * <p>The newest request that writes to an upload has it: an older one, whose connection may be dead without anybody having
 * noticed, is refused with its next bytes.
 */
public final class Upload {
    private static final int BUFFER = 64 << 10;

    private final String id;
    private final Path file;
    private final LongConsumer grown;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private long offset;
    private @Nullable MessageDigest hasher;
    private Object writer = new Object();
    private boolean ended;

    Upload(String id, Path file, long offset, LongConsumer grown) {
        this.id = id;
        this.file = file;
        this.offset = offset;
        this.hasher = offset == 0 ? Digest.sha256Hasher() : null;
        this.grown = grown;
    }

    public String id() {
        return id;
    }

    Path file() {
        return file;
    }

    /** How many bytes are there. */
    public long offset() {
        lock.lock();
        try {
            return offset;
        } finally {
            lock.unlock();
        }
    }

    /** Says how many more bytes may come, each time some have; throws where there are too many. */
    @FunctionalInterface
    public interface Limit {
        void require(long total);
    }

    /**
     * Appends all of a stream; what came before it broke stays.
     *
     * @throws Refusal if a newer request has taken the upload over, or the limit is passed
     */
    public void append(InputStream body, Limit limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int got = body.read(buffer);
        if (got < 0) {
            return;
        }
        Object me = take();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (got >= 0) {
                write(me, channel, ByteBuffer.wrap(buffer, 0, got), limit);
                got = body.read(buffer);
            }
        }
    }

    private Object take() {
        lock.lock();
        try {
            writer = new Object();
            return writer;
        } finally {
            lock.unlock();
        }
    }

    private void write(Object me, FileChannel channel, ByteBuffer bytes, Limit limit) throws IOException {
        lock.lock();
        try {
            if (!writer.equals(me) || ended) {
                throw new Refusal(ErrorCode.BLOB_UPLOAD_INVALID, "another request has taken this upload over");
            }
            limit.require(offset + bytes.remaining());
            if (hasher != null) {
                hasher.update(bytes.duplicate());
            }
            int length = bytes.remaining();
            for (long at = offset; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            offset += length;
            grown.accept(length);
        } catch (IOException e) {
            hasher = null; // it may be ahead of the file
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** What becomes of a complete file. */
    @FunctionalInterface
    interface Completion {
        void complete(long size) throws IOException;
    }

    /** Ends the upload, if it is what the digest says. @throws Refusal if it is not, or has ended */
    void finish(Digest digest, Completion completion) throws IOException {
        lock.lock();
        try {
            if (ended) {
                throw new Refusal(ErrorCode.BLOB_UPLOAD_UNKNOWN);
            }
            ended = true;
            if (!digest.matches(hasherFor(digest))) {
                throw new Refusal(ErrorCode.DIGEST_INVALID).about("digest", digest);
            }
            completion.complete(offset);
        } finally {
            lock.unlock();
        }
    }

    private MessageDigest hasherFor(Digest digest) throws IOException {
        MessageDigest own = hasher;
        if (own != null && digest.algorithm().equals(Digest.SHA256)) {
            return own;
        }
        MessageDigest whole = digest.hasher();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int got = stream.read(buffer); got >= 0; got = stream.read(buffer)) {
                whole.update(buffer, 0, got);
            }
        }
        return whole;
    }

    /** Ends the upload without a blob. @return whether it had not ended yet */
    boolean end() {
        lock.lock();
        try {
            boolean first = !ended;
            ended = true;
            return first;
        } finally {
            lock.unlock();
        }
    }
}
