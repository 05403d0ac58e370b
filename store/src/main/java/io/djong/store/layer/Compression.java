package io.djong.store.layer;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** How a layer is compressed, told by its first bytes: media types lie. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    private static final int PEEK = 4;
    private static final int BUFFER = 64 * 1024;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZSTD_MAGIC = 0x28b52ffd;
    /** A frame for other data, which may come first: its number's last digit is free (RFC 8878, 3.1.2). */
    private static final int ZSTD_SKIPPABLE = 0x184d2a50;

    /** The content of a stream that may be compressed. Closing it closes the stream. */
    public static InputStream decompress(InputStream stream) throws IOException {
        return open(stream).stream();
    }

    /** The content of a stream, and how it was compressed. Closing it closes the stream. */
    record Content(Compression compression, InputStream stream) {}

    static Content open(InputStream stream) throws IOException {
        PushbackInputStream in = new PushbackInputStream(stream, PEEK);
        byte[] head = new byte[PEEK];
        int length = in.readNBytes(head, 0, PEEK);
        in.unread(head, 0, length);
        Compression compression = of(head, length);
        return new Content(
                compression,
                switch (compression) {
                    case NONE -> in;
                    case GZIP -> new GZIPInputStream(new Eager(in), BUFFER);
                    case ZSTD -> new ZstdInputStreamNoFinalizer(in);
                });
    }

    /** How the content of a stream is compressed, of which the beginning is read. */
    public static Compression of(InputStream stream) throws IOException {
        byte[] head = new byte[PEEK];
        return of(head, stream.readNBytes(head, 0, PEEK));
    }

    /** Told by the first bytes of a stream, four of them at least. */
    public static Compression of(byte[] head, int length) {
        if (length < PEEK) {
            return NONE;
        }
        int big = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | (head[3] & 0xff);
        if (big >>> 16 == GZIP_MAGIC) {
            return GZIP;
        }
        boolean skippable = (Integer.reverseBytes(big) & ~0xf) == ZSTD_SKIPPABLE;
        return big == ZSTD_MAGIC || skippable ? ZSTD : NONE;
    }

    /**
     * Answers {@link #available} by looking: the JDK's gzip reader takes 0 for the end of the stream and would drop
     * the further members of a stream that has several.
     */
    private static final class Eager extends InputStream {
        private final PushbackInputStream in;

        Eager(PushbackInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            return in.read(into, at, length);
        }

        @Override
        public int available() throws IOException {
            int next = in.read();
            if (next < 0) {
                return 0;
            }
            in.unread(next);
            return 1;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
