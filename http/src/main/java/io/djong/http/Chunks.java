package io.djong.http;

import java.nio.charset.StandardCharsets;

/** The chunked transfer coding (RFC 9112, section 7.1). */
final class Chunks {
    static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Chunks() {}

    static byte[] frame(byte[] bytes, int offset, int length) {
        byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[size.length + length + 4];
        System.arraycopy(size, 0, chunk, 0, size.length);
        lineEnd(chunk, size.length);
        System.arraycopy(bytes, offset, chunk, size.length + 2, length);
        lineEnd(chunk, chunk.length - 2);
        return chunk;
    }

    private static void lineEnd(byte[] chunk, int at) {
        chunk[at] = '\r';
        chunk[at + 1] = '\n';
    }
}
