package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.KeySequence;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Looks for the key sequence that detaches a client in what the client types. What turns out not to be the sequence is
 * passed on late, nothing is lost.
 */
public final class DetachKeys {
    private final byte[] sequence;
    private int matched;
    private boolean found;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /** Parses {@code ctrl-p,ctrl-q} or single letters; empty is the default, ctrl-p ctrl-q. */
    public static DetachKeys parse(String text) {
        return new DetachKeys(KeySequence.parse(text)
                .orElseThrow(() -> new InvalidArgument("Invalid detach keys (" + text + ") provided")));
    }

    /** What of the typed bytes goes on to the process; once {@link #found()}, what follows the sequence is dropped. */
    public byte[] filter(byte[] typed, int length) {
        if (matched == 0 && indexOf(typed, length, sequence[0]) < 0) {
            return typed.length == length ? typed : Arrays.copyOf(typed, length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + matched);
        for (int i = 0; i < length && !found; i++) {
            step(typed[i], out);
        }
        return out.toByteArray();
    }

    private void step(byte b, ByteArrayOutputStream out) {
        if (b != sequence[matched] && matched > 0) {
            out.write(sequence, 0, matched);
            matched = 0;
        }
        if (b != sequence[matched]) {
            out.write(b);
            return;
        }
        matched++;
        found = matched == sequence.length;
    }

    /** Whether the sequence has been typed. */
    public boolean found() {
        return found;
    }

    private static int indexOf(byte[] bytes, int length, byte wanted) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
