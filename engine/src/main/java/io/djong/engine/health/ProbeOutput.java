package io.djong.engine.health;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning of what a probe writes, from both its streams, and lets the rest go. Safe for several threads. */
public final class ProbeOutput extends OutputStream {
    private static final int MOST = 4096;

    /** Guarded by this. */
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private boolean cut;

    /** Has kept nothing yet. */
    public ProbeOutput() {}

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int fits = Math.min(length, MOST - kept.size());
        kept.write(bytes, offset, fits);
        cut |= fits < length;
    }

    /** What was kept, with an ellipsis where that is not all. */
    public synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8) + (cut ? "..." : "");
    }
}
