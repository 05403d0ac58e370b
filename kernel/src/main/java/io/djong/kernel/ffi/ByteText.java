package io.djong.kernel.ffi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The kernel's names as Java strings, without loss. Names are bytes, mostly UTF-8. A byte that is not part of valid
 * UTF-8 becomes the lone surrogate U+DC00 plus the byte, which no valid UTF-8 decodes to, so every name has one string
 * and comes back as the same bytes (Python's PEP 383 does the same).
 */
public final class ByteText {
    private static final char ESCAPE = '\uDC00';

    private ByteText() {}

    /** The string for the bytes. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** The string for a part of the bytes. */
    public static String decode(byte[] bytes, int offset, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(length);
        for (; ; ) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            out.put((char) (ESCAPE + (in.get() & 0xff)));
            decoder.reset();
        }
    }

    /**
     * The bytes for the string.
     *
     * @throws IllegalArgumentException if the string has a NUL, which no name can hold, or a surrogate that stands
     *     neither in a pair nor for a byte
     */
    public static byte[] encode(String text) {
        if (isPlain(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] out = new byte[text.length() * 3];
        int at = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
                out[at++] = (byte) (c - ESCAPE);
                continue;
            }
            if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                throw new IllegalArgumentException("not a name: it holds U+%04X".formatted(c));
            }
            byte[] one = Character.toString(c).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(one, 0, out, at, one.length);
            at += one.length;
        }
        return java.util.Arrays.copyOf(out, at);
    }

    /** Whether plain UTF-8 encodes the text: no NUL and no surrogates at all. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
