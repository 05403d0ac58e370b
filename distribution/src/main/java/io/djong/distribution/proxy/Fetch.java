package io.djong.distribution.proxy;

import io.djong.distribution.library.BlobContent;
import io.djong.model.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blob on its way from an upstream: fetched once, at the speed at which it comes, while any number of clients read
 * what is there of it, each at his own.
 */
final class Fetch {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final int BUFFER = 64 << 10;

    private final Descriptor blob;
    private final Path file;
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    // Guarded by lock.
    private long there;
    private boolean ended;
    private @Nullable Exception failure;
    /** Those who use the channel: the readers, and the one who writes. */
    private int users = 1;

    Fetch(Descriptor blob, Path file) throws IOException {
        this.blob = blob;
        this.file = file;
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** What becomes of a file that proved to be the blob. */
    @FunctionalInterface
    interface Keeper {
        void keep(Path file, Descriptor blob) throws IOException;
    }

    /** Fetches all of it; what goes wrong is told to the readers. */
    void run(InputStream source, Keeper keeper) {
        try (source) {
            MessageDigest hasher = blob.digest().hasher();
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int got = source.read(buffer); got >= 0; got = source.read(buffer)) {
                hasher.update(buffer, 0, got);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, got);
                while (bytes.hasRemaining()) {
                    size += channel.write(bytes);
                }
                advance(size);
            }
            if (size != blob.size() || !blob.digest().matches(hasher)) {
                throw new IOException("what came as " + blob.digest() + " is something else");
            }
            keeper.keep(file, blob);
            end(null);
        } catch (IOException | RuntimeException e) {
            LOG.warn("blob {} cannot be cached: {}", blob.digest(), e.getMessage());
            end(e);
        } finally {
            release();
        }
    }

    private void advance(long size) {
        lock.lock();
        try {
            there = size;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All bytes may have come and still there is a failure: there is no room to keep them, for one. */
    private void end(@Nullable Exception cause) {
        lock.lock();
        try {
            ended = true;
            failure = cause;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something at a position. @return how much; at the blob's end 0 */
    private long await(long position) throws IOException {
        lock.lock();
        try {
            while (there <= position && !ended) {
                grown.await();
            }
            if (there > position) {
                return there - position;
            }
            if (position < blob.size()) {
                throw new IOException("blob " + blob.digest() + " breaks off", failure);
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while blob " + blob.digest() + " was on its way", e);
        } finally {
            lock.unlock();
        }
    }

    /** The blob for one reader, whatever becomes of the file's name; empty once nobody uses it any more. */
    Optional<BlobContent> reader() {
        lock.lock();
        try {
            if (users == 0) {
                return Optional.empty();
            }
            users++;
            return Optional.of(new Reader());
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        lock.lock();
        try {
            users--;
            if (users == 0) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("closing {}: {}", file, e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private final class Reader implements BlobContent.Arriving {
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public long size() {
            return blob.size();
        }

        @Override
        public InputStream open(long position) {
            return new Following(position);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release();
            }
        }

        private final class Following extends InputStream {
            private long at;

            private Following(long position) {
                this.at = position;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                long ready = await(at);
                if (ready == 0) {
                    return -1;
                }
                int count = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, ready)), at);
                at += Math.max(count, 0);
                return count;
            }
        }
    }
}
