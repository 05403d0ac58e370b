package io.djong.store.content;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A blob on its way into the store.
 *
 * <p>Of an earlier, broken attempt the first {@link #offset} bytes are there already, so only the rest need be asked
 * for. {@link #through} reads the blob as a whole, in one pass: first what is there, then what the given stream brings,
 * hashing all and storing the rest. {@link #commit} verifies and publishes it.
 *
 * <p>Closed by whoever opened it. What was not committed stays for a later attempt, unless it was {@link #discard}ed or
 * proved wrong. Used by one thread at a time.
 */
public final class Ingest implements AutoCloseable {
    private static final int BUFFER = 1 << 17;

    private final ContentStore store;
    private final Descriptor descriptor;
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest hasher;
    private long offset;
    private long hashed;
    private boolean closed;

    Ingest(ContentStore store, Descriptor descriptor, Path file) throws IOException {
        this.store = store;
        this.descriptor = descriptor;
        this.file = file;
        this.hasher = descriptor.digest().hasher();
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.size() > descriptor.size()) {
            channel.truncate(0);
        }
        this.offset = channel.size();
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    /** How many bytes an earlier attempt left; equal to the blob's size if only the verification is owed. */
    public long offset() {
        return offset;
    }

    /**
     * The whole blob as a stream. To be called once.
     *
     * @param rest the blob from {@link #offset} on; not read if there is nothing more to come; the caller closes it
     * @return a stream that throws {@link InvalidArgument} if the blob proves longer than its descriptor says, and
     *     {@link IOException} if the rest ends early
     */
    public InputStream through(InputStream rest) {
        return new Through(rest);
    }

    /** Starts the blob anew from its first byte, before anything was read: for a server that does not resume. */
    public void restart() throws IOException {
        if (hashed > 0) {
            throw new IllegalStateException("restart of an ingest that is under way");
        }
        channel.truncate(0);
        offset = 0;
    }

    /** Stores the rest of the blob and commits it. */
    public void copy(InputStream rest) throws IOException {
        try (InputStream all = through(rest)) {
            byte[] buffer = new byte[Math.clamp(descriptor.size(), 1, BUFFER)];
            while (all.read(buffer) >= 0) {
                // through() stores what it reads
            }
        }
        commit();
    }

    /**
     * Verifies size and digest, syncs the file and publishes it.
     *
     * @throws InvalidArgument if the blob is not what the descriptor says; it is thrown away
     */
    public void commit() throws IOException {
        Digest digest = descriptor.digest();
        if (hashed < descriptor.size()) {
            throw new IllegalStateException("blob " + digest + " was not read to its end");
        }
        if (!digest.matches(hasher)) {
            discard();
            throw new InvalidArgument("filesystem layer verification failed for digest " + digest);
        }
        channel.force(true);
        store.publish(file, descriptor);
    }

    /** Throws away what there is of the blob. */
    public void discard() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } finally {
            if (Files.exists(file) && Files.size(file) == 0) {
                Files.deleteIfExists(file);
            }
            store.release(descriptor.digest());
        }
    }

    private final class Through extends InputStream {
        private final InputStream rest;

        private Through(InputStream rest) {
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (hashed == descriptor.size()) {
                requireEnd();
                return -1;
            }
            int wanted = (int) Math.min(length, descriptor.size() - hashed);
            int got = hashed < offset ? stored(into, at, wanted) : fresh(into, at, wanted);
            if (got > 0) {
                hasher.update(into, at, got);
                hashed += got;
            }
            return got;
        }

        private int stored(byte[] into, int at, int wanted) throws IOException {
            int length = (int) Math.min(wanted, offset - hashed);
            return channel.read(ByteBuffer.wrap(into, at, length), hashed);
        }

        private int fresh(byte[] into, int at, int wanted) throws IOException {
            int got = rest.read(into, at, wanted);
            if (got < 0) {
                throw new IOException("blob " + descriptor.digest() + " breaks off after " + hashed + " of "
                        + descriptor.size() + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.wrap(into, at, got);
            for (long position = hashed; bytes.hasRemaining(); ) {
                position += channel.write(bytes, position);
            }
            return got;
        }

        private void requireEnd() throws IOException {
            if (offset < descriptor.size() && rest.read() >= 0) {
                throw new InvalidArgument("blob " + descriptor.digest() + " is longer than the " + descriptor.size()
                        + " bytes that its descriptor says");
            }
        }
    }
}
