package io.djong.log;

import java.util.Arrays;

/** What is there of a line whose end has not been written yet, and when the last of it was. */
final class PartialLine {
    private byte[] bytes = new byte[0];
    private int length;
    private final Timestamp time = new Timestamp();

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    Timestamp time() {
        return time;
    }

    void append(byte[] from, int start, int end, Timestamp when) {
        int more = end - start;
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
        System.arraycopy(from, start, bytes, length, more);
        length += more;
        time.set(when);
    }

    /** Takes the first bytes away. */
    void drop(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    void clear() {
        length = 0;
    }
}
