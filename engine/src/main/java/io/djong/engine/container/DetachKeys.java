package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Looks for the key sequence that detaches a client in what the client types. What turns out not to be the sequence is
 * passed on late, nothing is lost.
 */
public final class DetachKeys {
    private static final byte[] DEFAULT = {16, 17};
    private static final String CONTROL = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

    private final byte[] sequence;
    private int matched;
    private boolean found;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /** Parses {@code ctrl-p,ctrl-q} or single letters; empty is the default, ctrl-p ctrl-q. */
    public static DetachKeys parse(String text) {
        if (text.isEmpty()) {
            return new DetachKeys(DEFAULT);
        }
        String[] keys = text.split(",", -1);
        byte[] sequence = new byte[keys.length];
        for (int i = 0; i < keys.length; i++) {
            sequence[i] = key(keys[i]);
        }
        return new DetachKeys(sequence);
    }

    private static byte key(String key) {
        if (key.length() == 1 && key.charAt(0) < 128) {
            return (byte) key.charAt(0);
        }
        if (key.length() == 6 && key.startsWith("ctrl-")) {
            int code = CONTROL.indexOf(key.substring(5).toLowerCase(Locale.ROOT));
            if (code >= 0) {
                return (byte) code;
            }
        }
        throw new InvalidArgument("Invalid escape keys (" + key + ") provided");
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
