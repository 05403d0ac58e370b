package io.djong.cli.terminal;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.KeySequence;
import java.io.IOException;
import java.io.InputStream;

/**
 * The keys that leave a container running and end the session: a list such as {@code ctrl-p,ctrl-q}.
 *
 * <p>What was typed of the sequence is held back until it is clear that it is not the sequence.
 */
public final class DetachKeys {
    private final byte[] sequence;
    private int matched;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /** Reads a list of keys; an empty one is the default. */
    public static DetachKeys parse(String text) {
        return new DetachKeys(KeySequence.parse(text)
                .orElseThrow(() -> new InvalidArgument("invalid detach keys (" + text + ") provided")));
    }

    /**
     * Reads what is typed next into the front of {@code buffer}, which must have room for the sequence besides.
     *
     * @return how many bytes, -1 at the end of the input, or {@link #DETACH}
     */
    public int read(InputStream in, byte[] buffer) throws IOException {
        byte[] typed = new byte[buffer.length - sequence.length];
        int n = in.read(typed);
        if (n < 0) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < n; i++) {
            if (typed[i] != sequence[matched]) {
                System.arraycopy(sequence, 0, buffer, length, matched);
                length += matched;
                matched = 0;
            }
            if (typed[i] != sequence[matched]) {
                buffer[length++] = typed[i];
            } else if (++matched == sequence.length) {
                return DETACH;
            }
        }
        return length;
    }

    /** What {@link #read} returns when the sequence is complete. */
    public static final int DETACH = -2;
}
