package io.djong.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** The body of one response: a buffer in front of its framing. */
final class BodyOutput extends OutputStream {
    private static final int CAPACITY = 16 << 10;
    private static final byte[] NOTHING = {};

    private final Response response;
    private byte[] buffer = NOTHING;
    private int filled;
    private boolean closed;

    BodyOutput(Response response) {
        this.response = response;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("the response is complete");
        }
        if (length > CAPACITY - filled) {
            drain();
        }
        if (length > CAPACITY) {
            response.sendPiece(bytes, offset, length);
            return;
        }
        reserve(filled + length);
        System.arraycopy(bytes, offset, buffer, filled, length);
        filled += length;
    }

    private void reserve(int wanted) {
        if (wanted > buffer.length) {
            int size = Math.min(CAPACITY, Math.max(wanted, Math.max(1024, buffer.length * 4)));
            buffer = Arrays.copyOf(buffer, size);
        }
    }

    private void drain() throws IOException {
        if (filled > 0) {
            int length = filled;
            filled = 0;
            response.sendPiece(buffer, 0, length);
        }
    }

    /** Forgets what was not sent. */
    void drop() {
        filled = 0;
    }

    @Override
    public void flush() throws IOException {
        if (closed) {
            return;
        }
        if (response.committed()) {
            drain();
        } else {
            int length = filled;
            filled = 0;
            response.sendPiece(buffer, 0, length);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        response.sendLast(buffer, 0, filled);
        buffer = NOTHING;
    }
}
