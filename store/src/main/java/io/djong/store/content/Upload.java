package io.djong.store.content;

import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;

/** A blob on its way in whose digest only its end tells. It cannot be resumed. */
final class Upload implements AutoCloseable {
    private static final String PREFIX = "upload-";
    private static final int BUFFER = 1 << 17;

    private final Path file;
    private final Set<Path> underWay;

    /** Registers the file before it is made, so that no collection takes it for a stray. */
    Upload(Path directory, Set<Path> underWay) {
        this.file = directory.resolve(PREFIX + UUID.randomUUID());
        this.underWay = underWay;
        underWay.add(file);
    }

    static boolean isUpload(Path file) {
        return String.valueOf(file.getFileName()).startsWith(PREFIX);
    }

    Path file() {
        return file;
    }

    /** Stores and syncs all of the stream. */
    Descriptor receive(String mediaType, InputStream stream) throws IOException {
        MessageDigest hasher = Digest.sha256Hasher();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int got = stream.read(buffer); got >= 0; got = stream.read(buffer)) {
                hasher.update(buffer, 0, got);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, got);
                while (bytes.hasRemaining()) {
                    size += channel.write(bytes);
                }
            }
            channel.force(true);
        }
        return new Descriptor(mediaType, Digest.finished(hasher), size);
    }

    /** Removes the file, if it was not published. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
        } finally {
            underWay.remove(file);
        }
    }
}
