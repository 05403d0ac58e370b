package io.djong.client.json;

import io.djong.model.error.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads values (RFC 8259) from bytes in UTF-8, one after the other: an answer, or a stream of messages with or without
 * white space between them.
 *
 * <p>Reads no further than the end of a value, so a message is delivered as soon as it is there. Not safe for several
 * threads. Text that is not JSON, and values nested too deep, are an {@link Internal} error: the engine sent them.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_STRING = 64 << 20;
    private static final int END = -1;

    private final InputStream in;
    private byte[] text = new byte[256];
    private int length;
    /** The byte that was looked at and not used, or {@link #NONE}. */
    private int ahead = NONE;

    private static final int NONE = -2;

    public JsonReader(InputStream in) {
        this.in = in;
    }

    public static JsonValue parse(byte[] json) {
        try {
            JsonReader reader = new JsonReader(new java.io.ByteArrayInputStream(json));
            return reader.next().orElseThrow(() -> new Internal("unexpected end of JSON input"));
        } catch (IOException e) {
            throw new Internal("reading bytes in memory: " + e.getMessage(), e);
        }
    }

    /** The next value, or nothing at the end of the stream. Blocks until it has come whole. */
    public Optional<JsonValue> next() throws IOException {
        int c = skipSpace();
        return c == END ? Optional.empty() : Optional.of(value(c, 0));
    }

    private JsonValue value(int first, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new Internal("JSON is nested too deep");
        }
        return switch (first) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new JsonString(string());
            case 't' -> literal("true", new JsonBoolean(true));
            case 'f' -> literal("false", new JsonBoolean(false));
            case 'n' -> literal("null", JsonNull.NULL);
            default -> number(first);
        };
    }

    private JsonObject object(int depth) throws IOException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        int c = skipSpace();
        while (c != '}') {
            expect('"', c);
            String name = string();
            expect(':', skipSpace());
            members.put(name, value(skipSpace(), depth + 1));
            c = skipSpace();
            if (c == ',') {
                c = skipSpace();
                expect('"', c);
            } else {
                expect('}', c);
            }
        }
        return new JsonObject(members);
    }

    private JsonArray array(int depth) throws IOException {
        List<JsonValue> values = new ArrayList<>();
        int c = skipSpace();
        while (c != ']') {
            values.add(value(c, depth + 1));
            c = skipSpace();
            if (c == ',') {
                c = skipSpace();
                if (c == ']') {
                    throw unexpected(c);
                }
            } else {
                expect(']', c);
            }
        }
        return new JsonArray(values);
    }

    private JsonValue literal(String word, JsonValue value) throws IOException {
        for (int i = 1; i < word.length(); i++) {
            expect(word.charAt(i), read());
        }
        return value;
    }

    private JsonNumber number(int first) throws IOException {
        length = 0;
        int c = first;
        while ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
            append((byte) c);
            c = read();
        }
        ahead = c;
        String digits = new String(text, 0, length, StandardCharsets.US_ASCII);
        if (!isNumber(digits)) {
            throw unexpected(length == 0 ? first : digits.charAt(0));
        }
        return new JsonNumber(digits);
    }

    private static boolean isNumber(String digits) {
        try {
            Double.parseDouble(digits);
            return digits.charAt(0) != '+' && digits.charAt(0) != '.';
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private String string() throws IOException {
        length = 0;
        for (int c = read(); c != '"'; c = read()) {
            if (c == '\\') {
                escape(read());
            } else if (c >= 0x20) {
                append((byte) c);
            } else {
                throw unexpected(c);
            }
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private void escape(int c) throws IOException {
        switch (c) {
            case '"', '\\', '/' -> append((byte) c);
            case 'b' -> append((byte) '\b');
            case 'f' -> append((byte) '\f');
            case 'n' -> append((byte) '\n');
            case 'r' -> append((byte) '\r');
            case 't' -> append((byte) '\t');
            case 'u' -> unicode();
            default -> throw unexpected(c);
        }
    }

    /** An escaped UTF-16 unit, with the second one where it is the first of a pair. */
    private void unicode() throws IOException {
        char unit = unit();
        String character = String.valueOf(unit);
        if (Character.isHighSurrogate(unit)) {
            expect('\\', read());
            expect('u', read());
            character += unit();
        }
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            append(b);
        }
    }

    private char unit() throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int c = read();
            int digit = Character.digit(c, 16);
            if (digit < 0) {
                throw unexpected(c);
            }
            unit = (unit << 4) | digit;
        }
        return (char) unit;
    }

    private void append(byte b) {
        if (length == text.length) {
            if (length >= MAX_STRING) {
                throw new Internal("JSON string is too long");
            }
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = b;
    }

    private int skipSpace() throws IOException {
        int c = read();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = read();
        }
        return c;
    }

    private int read() throws IOException {
        if (ahead != NONE) {
            int c = ahead;
            ahead = NONE;
            return c;
        }
        return in.read();
    }

    private static void expect(int wanted, int c) {
        if (c != wanted) {
            throw unexpected(c);
        }
    }

    private static Internal unexpected(int c) {
        if (c == END) {
            return new Internal("unexpected end of JSON input");
        }
        return new Internal("invalid character '" + (char) c + "' in JSON input");
    }
}
