package io.djong.log;

import io.djong.kernel.file.OpenFile;
import java.nio.ByteBuffer;

/**
 * Where the last lines of a file begin, found backwards from its end.
 *
 * @param offset of the first of them
 * @param lines how many there are: as many as asked for, or all that the file has
 */
record TailScan(long offset, long lines) {
    private static final int BLOCK = 64 * 1024;

    /**
     * Finds them.
     *
     * @param end of the file, as far as it counts: after a newline
     * @param wanted at least one
     */
    static TailScan find(OpenFile file, long end, long wanted) {
        byte[] block = new byte[BLOCK];
        long newlines = 0;
        for (long top = end; top > 0; ) {
            int length = (int) Math.min(BLOCK, top);
            long bottom = top - length;
            readFully(file, block, length, bottom);
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] == '\n' && ++newlines > wanted) {
                    return new TailScan(bottom + i + 1, wanted);
                }
            }
            top = bottom;
        }
        return new TailScan(0, newlines);
    }

    private static void readFully(OpenFile file, byte[] block, int length, long offset) {
        ByteBuffer into = ByteBuffer.wrap(block, 0, length);
        while (into.hasRemaining() && file.read(into, offset + into.position()) > 0) {
            // until the block is full or the file, cut meanwhile, has ended
        }
    }
}
