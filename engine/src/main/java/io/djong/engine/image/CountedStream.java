package io.djong.engine.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** Tells how many bytes were read, no more often than people can see, and when the last one was. */
public final class CountedStream extends FilterInputStream {
    private static final long INTERVAL_MILLIS = 100;

    private final InstantSource clock;
    private final LongConsumer watcher;
    private final long total;
    private long current;
    private long told;

    /**
     * Begins to count.
     *
     * @param offset where the stream begins
     * @param total where it ends
     */
    public CountedStream(InputStream in, long offset, long total, InstantSource clock, LongConsumer watcher) {
        super(in);
        this.current = offset;
        this.total = total;
        this.clock = clock;
        this.watcher = watcher;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        if (count > 0) {
            current += count;
            long now = clock.millis();
            if (now - told >= INTERVAL_MILLIS || current == total) {
                told = now;
                watcher.accept(current);
            }
        }
        return count;
    }
}
