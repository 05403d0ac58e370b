package io.djong.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body whose length was announced. */
final class FixedBody extends InputStream {
    private final InputStream in;
    private long left;

    FixedBody(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(bytes, from, (int) Math.min(count, left));
        if (n < 0) {
            throw new EOFException("the answer ended " + left + " bytes early");
        }
        left -= n;
        return n;
    }
}
