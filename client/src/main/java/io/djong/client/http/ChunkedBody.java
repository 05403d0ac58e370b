package io.djong.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112, section 7.1). Extensions and trailers are read over. */
final class ChunkedBody extends InputStream {
    private static final int MAX_LINE = 4096;

    private final InputStream in;
    private long left;
    private boolean started;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (!advance()) {
            return -1;
        }
        int c = in.read();
        if (c < 0) {
            throw cut();
        }
        left--;
        return c;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int n = in.read(bytes, from, (int) Math.min(count, left));
        if (n < 0) {
            throw cut();
        }
        left -= n;
        return n;
    }

    /** Goes to the next chunk where this one is used up; false at the end of the body. */
    private boolean advance() throws IOException {
        if (left > 0) {
            return true;
        }
        if (ended) {
            return false;
        }
        if (started) {
            readLine();
        }
        started = true;
        left = size(readLine());
        if (left == 0) {
            ended = true;
            skipTrailers();
        }
        return left > 0;
    }

    private static long size(String line) throws IOException {
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).strip();
        try {
            long size = Long.parseLong(digits, 16);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new IOException("malformed chunk size \"" + digits + "\"", e);
        }
        throw new IOException("malformed chunk size \"" + digits + "\"");
    }

    private void skipTrailers() throws IOException {
        while (!readLine().isEmpty()) {
            // Nothing that the engine sends there is of use.
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw cut();
            }
            if (line.length() >= MAX_LINE) {
                throw new IOException("the line of a chunk is too long");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static EOFException cut() {
        return new EOFException("unexpected EOF");
    }
}
