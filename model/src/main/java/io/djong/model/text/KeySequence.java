package io.djong.model.text;

import java.util.Locale;
import java.util.Optional;

/** The keys that detach a client from a container: {@code ctrl-p,ctrl-q}, single letters, {@code del}. */
public final class KeySequence {
    private static final String DEFAULT = "ctrl-p,ctrl-q";
    private static final String CONTROL = "@abcdefghijklmnopqrstuvwxyz[\\]^_";
    private static final int DELETE = 127;
    private static final int NONE = -1;

    private KeySequence() {}

    /** The bytes that a terminal sends for them, of an empty text those of the default; empty if some key is none. */
    public static Optional<byte[]> parse(String text) {
        String[] keys = (text.isEmpty() ? DEFAULT : text).split(",", -1);
        byte[] sequence = new byte[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int code = code(keys[i]);
            if (code == NONE) {
                return Optional.empty();
            }
            sequence[i] = (byte) code;
        }
        return Optional.of(sequence);
    }

    private static int code(String key) {
        if (key.length() == 1 && key.charAt(0) <= DELETE) {
            return key.charAt(0);
        }
        String name = key.toLowerCase(Locale.ROOT);
        if (name.length() == 6 && name.startsWith("ctrl-")) {
            return CONTROL.indexOf(name.charAt(5));
        }
        return name.equals("del") ? DELETE : NONE;
    }
}
