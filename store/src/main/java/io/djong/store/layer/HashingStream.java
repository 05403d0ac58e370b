package io.djong.store.layer;

import io.djong.model.error.InvalidArgument;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Hashes what is read, unless somebody else does, and reads no more than a bound. */
final class HashingStream extends FilterInputStream {
    private final Optional<MessageDigest> hasher;
    private final long limit;
    private final byte[] buffer = new byte[Pipe.CHUNK];
    private int at;
    private int end;
    private long total;

    HashingStream(InputStream in, Optional<MessageDigest> hasher, long limit) {
        super(in);
        this.hasher = hasher;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        if (count <= 0 || !fill()) {
            return 0;
        }
        int skipped = (int) Math.min(count, end - at);
        at += skipped;
        return skipped;
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        int got = in.read(buffer, 0, buffer.length);
        if (got <= 0) {
            return false;
        }
        at = 0;
        end = got;
        hasher.ifPresent(digest -> digest.update(buffer, 0, end));
        total += got;
        if (total > limit) {
            throw new InvalidArgument("failed to register layer: it unpacks to more than " + limit + " bytes");
        }
        return true;
    }

    @Override
    public int available() {
        return end - at;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
