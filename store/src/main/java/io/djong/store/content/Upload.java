package io.djong.store.content;

import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import io.djong.store.lease.Lease;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A blob on its way in whose digest only its end tells. It cannot be resumed.
 *
 * <p>{@link #through} hashes and stores what is read of a stream, {@link #commit} publishes it. Closed by whoever asked
 * for it; what was not committed is thrown away. Used by one thread at a time.
 */
public final class Upload implements AutoCloseable {
    private static final String PREFIX = "upload-";

    private final ContentStore store;
    private final Path file;
    private final Set<Path> underWay;
    private final FileChannel channel;
    private final MessageDigest hasher = Digest.sha256Hasher();
    private long size;
    private Optional<Digest> digest = Optional.empty();

    /** Registers the file before it is made, so that no collection takes it for a stray. */
    Upload(ContentStore store, Path directory, Set<Path> underWay) throws IOException {
        this.store = store;
        this.file = directory.resolve(PREFIX + UUID.randomUUID());
        this.underWay = underWay;
        underWay.add(file);
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            underWay.remove(file);
            throw e;
        }
    }

    static boolean isUpload(Path file) {
        return String.valueOf(file.getFileName()).startsWith(PREFIX);
    }

    /** The stream, of which all that is read becomes the blob. Closing it does nothing. */
    public InputStream through(InputStream source) {
        return new Through(source);
    }

    /** Takes all that is left of the stream. */
    public void receive(InputStream source) throws IOException {
        through(source).transferTo(OutputStream.nullOutputStream());
    }

    /** The digest of what was read; nothing more may be. */
    public Digest digest() {
        if (digest.isEmpty()) {
            digest = Optional.of(Digest.finished(hasher));
        }
        return digest.get();
    }

    /** Publishes what was read as a blob, protected by the lease; where the store has the same already, that stays. */
    public Descriptor commit(Lease lease, String mediaType) throws IOException {
        Descriptor descriptor = new Descriptor(mediaType, digest(), size);
        store.adopt(lease, this, descriptor);
        return descriptor;
    }

    /** The file, all of it on the disk. */
    Path synced() throws IOException {
        channel.force(true);
        return file;
    }

    /** Removes the file, if it was not published. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            underWay.remove(file);
        }
    }

    private final class Through extends FilterInputStream {
        Through(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int got = in.read(into, at, length);
            if (got > 0) {
                hasher.update(into, at, got);
                ByteBuffer bytes = ByteBuffer.wrap(into, at, got);
                while (bytes.hasRemaining()) {
                    size += channel.write(bytes);
                }
            }
            return got;
        }

        @Override
        public long skip(long count) throws IOException {
            return count <= 0 ? 0 : readNBytes((int) Math.min(count, 1 << 16)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            // the source is another's
        }
    }
}
