package io.djong.client;

import io.djong.model.error.Internal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The frames in which the API carries standard output and standard error on one connection (API definition,
 * ContainerAttach): a byte that names the stream, three of zero, four of length with the highest first, the bytes.
 */
public final class Frames {
    private static final int HEADER = 8;
    private static final int STDERR = 2;
    private static final int SYSTEM_ERROR = 3;
    private static final int MAX_ERROR = 64 << 10;

    private Frames() {}

    /**
     * Takes the frames apart until the stream ends. Each write is followed by a flush once no more is at hand.
     *
     * @throws IOException if reading or writing fails, or the stream ends in a frame
     * @throws Internal if the engine reports an error in the stream, or the bytes are no frames
     */
    public static void copy(InputStream in, OutputStream stdout, OutputStream stderr) throws IOException {
        byte[] header = new byte[HEADER];
        byte[] buffer = new byte[32 << 10];
        while (true) {
            int got = in.readNBytes(header, 0, HEADER);
            if (got == 0) {
                return;
            }
            if (got < HEADER) {
                throw new EOFException("unexpected EOF");
            }
            int length = ByteBuffer.wrap(header).getInt(4);
            if (header[0] < 0 || header[0] > SYSTEM_ERROR || length < 0) {
                throw new Internal("Unrecognized input header: " + header[0]);
            }
            if (header[0] == SYSTEM_ERROR) {
                byte[] message = in.readNBytes(Math.min(length, MAX_ERROR));
                throw new Internal("error from daemon in stream: " + new String(message, StandardCharsets.UTF_8));
            }
            copyOne(in, header[0] == STDERR ? stderr : stdout, length, buffer);
        }
    }

    private static void copyOne(InputStream in, OutputStream out, int length, byte[] buffer) throws IOException {
        int left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("unexpected EOF");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
        if (in.available() == 0) {
            out.flush();
        }
    }
}
