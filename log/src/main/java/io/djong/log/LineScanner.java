package io.djong.log;

import io.djong.kernel.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads a file line by line, in large blocks. */
final class LineScanner {
    private static final int BLOCK = 128 * 1024;

    /** An entry of 16 KiB can take six times that, and attributes; what is longer is no entry of ours. */
    private static final int LINE_MAX = 4 * 1024 * 1024;

    private byte[] buffer;

    LineScanner() {
        this(BLOCK);
    }

    /** @param block how much is read at a time, at first */
    LineScanner(int block) {
        this.buffer = new byte[block];
    }

    /** Takes one line. */
    @FunctionalInterface
    interface Lines {
        /**
         * Takes a line without its newline.
         *
         * @return whether to go on
         */
        boolean accept(byte[] buffer, int from, int to) throws IOException;

        /** Learns that all lines before an offset have been given. */
        default void given(long offset) throws IOException {}
    }

    /**
     * Gives all whole lines in a range of a file.
     *
     * @return false if the receiver wanted no more
     */
    boolean scan(OpenFile file, long from, long to, Lines lines) throws IOException {
        long offset = from;
        int held = 0;
        while (offset < to) {
            if (held == buffer.length) {
                held = growOrDrop(held);
            }
            int room = (int) Math.min(buffer.length - held, to - offset);
            int read = file.read(ByteBuffer.wrap(buffer, held, room), offset);
            if (read <= 0) {
                return true;
            }
            offset += read;
            int used = give(held, held + read, lines);
            if (used < 0) {
                return false;
            }
            held = held + read - used;
            lines.given(offset - held);
            System.arraycopy(buffer, used, buffer, 0, held);
        }
        return true;
    }

    /** Gives the whole lines up to {@code end}, none of which ends before {@code fresh}; -1 to stop, else bytes used. */
    private int give(int fresh, int end, Lines lines) throws IOException {
        int start = 0;
        for (int i = fresh; i < end; i++) {
            if (buffer[i] == '\n') {
                if (!lines.accept(buffer, start, i)) {
                    return -1;
                }
                start = i + 1;
            }
        }
        return start;
    }

    private int growOrDrop(int held) {
        if (held >= LINE_MAX) {
            return 0;
        }
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
        return held;
    }
}
