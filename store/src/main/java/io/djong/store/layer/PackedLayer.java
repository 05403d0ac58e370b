package io.djong.store.layer;

import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import io.djong.model.image.MediaTypes;
import io.djong.store.content.ContentStore;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A layer that was packed into the content store.
 *
 * @param diffId the digest of the archive
 * @param blob the archive as it is stored, compressed, ready to be pushed
 */
public record PackedLayer(Digest diffId, Descriptor blob) {
    private static final int BUFFER = 64 * 1024;

    /** The diffID of an archive with nothing in it: two empty blocks. */
    private static final Digest EMPTY = Digest.sha256(new byte[2 * TarReader.BLOCK]);

    /** Writes a layer's archive, uncompressed. */
    @FunctionalInterface
    public interface Source {
        void pack(OutputStream out) throws IOException;
    }

    /**
     * Stores a layer in one pass over two threads: one packs, hashes and compresses; the caller's hashes the outcome and
     * writes it to the disk. The blob is protected by the lease.
     */
    public static PackedLayer store(Source source, ContentStore content, Lease lease) throws IOException {
        MessageDigest hasher = Digest.sha256Hasher();
        try (PackedStream packed = PackedStream.begin("layer-pack", out -> pack(source, hasher, out))) {
            Descriptor blob = content.put(lease, MediaTypes.OCI_LAYER_GZIP, packed.stream());
            return new PackedLayer(Digest.finished(hasher), blob);
        }
    }

    private static void pack(Source source, MessageDigest hasher, OutputStream out) throws IOException {
        try (OutputStream archive = new DigestOutputStream(new FastGzip(out), hasher)) {
            source.pack(archive);
        }
    }

    /** Whether the archive holds nothing: an image has no layer for that. */
    public boolean isEmpty() {
        return diffId.equals(EMPTY);
    }

    /** Its level compresses at several times the default's speed, to within a tenth of the size. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
