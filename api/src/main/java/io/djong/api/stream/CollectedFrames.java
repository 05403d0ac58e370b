package io.djong.api.stream;

import io.djong.engine.container.StreamSink;
import io.djong.model.container.StdStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@link Frames} of one thread that says when it pauses: what comes before goes out together, so that a million lines do
 * not become a million packets.
 */
public final class CollectedFrames implements StreamSink, AutoCloseable {
    private static final int CAPACITY = 64 * 1024;

    private final OutputStream out;
    private final boolean tty;
    private final byte[] buffer = new byte[CAPACITY];
    private int filled;

    public CollectedFrames(OutputStream out, boolean tty) {
        this.out = out;
        this.tty = tty;
    }

    @Override
    public void write(StdStream stream, byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        int header = tty ? 0 : Frames.HEADER;
        if (header + length > CAPACITY - filled) {
            drain();
        }
        if (!tty) {
            Frames.header(buffer, filled, stream, length);
            filled += header;
        }
        if (length > CAPACITY - filled) {
            drain();
            out.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, filled, length);
            filled += length;
        }
    }

    private void drain() throws IOException {
        if (filled > 0) {
            out.write(buffer, 0, filled);
            filled = 0;
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled > 0) {
            drain();
            out.flush();
        }
    }

    /** Sends what was collected; the output stays open. */
    @Override
    public void close() throws IOException {
        drain();
    }
}
