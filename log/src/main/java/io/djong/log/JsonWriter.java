package io.djong.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes entries in the form of Docker's json-file driver, byte for byte: {@code
 * {"log":"…\n","stream":"stdout","time":"…Z"}}. What is not UTF-8 becomes {@code \ufffd}, as there. Bytes that stand
 * for themselves are copied in runs.
 */
final class JsonWriter {
    /** Where a line comes from; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Origin(LogStream stream, Timestamp time, byte[] attributes) {}

    private static final byte[] HEAD = ascii("{\"log\":\"");
    private static final byte[] STDOUT = ascii("\",\"stream\":\"stdout\",");
    private static final byte[] STDERR = ascii("\",\"stream\":\"stderr\",");
    private static final byte[] TIME = ascii("\"time\":\"");
    private static final byte[] END = ascii("\"}\n");
    private static final byte[] REPLACEMENT = ascii("\\ufffd");
    private static final byte[] HEX = ascii("0123456789abcdef");

    /** A byte becomes at most six. */
    private static final int WORST = 6;

    private static final boolean[] PLAIN = plain();

    private byte[] buffer;
    private int length;

    JsonWriter(int size) {
        this.buffer = new byte[size];
    }

    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Appends an entry for a line that ends here. */
    void writeLine(byte[] line, int from, int to, Origin origin) {
        begin(line, from, to, origin);
        buffer[length++] = '\\';
        buffer[length++] = 'n';
        end(origin);
    }

    /** Appends an entry for a part of a line. */
    void writePart(byte[] line, int from, int to, Origin origin) {
        begin(line, from, to, origin);
        end(origin);
    }

    private void begin(byte[] line, int from, int to, Origin origin) {
        reserve((to - from) * WORST + origin.attributes().length + 128);
        copy(HEAD);
        escape(line, from, to);
    }

    private void end(Origin origin) {
        copy(origin.stream() == LogStream.STDOUT ? STDOUT : STDERR);
        copy(origin.attributes());
        copy(TIME);
        length = origin.time().writeShort(buffer, length);
        copy(END);
    }

    private void escape(byte[] line, int from, int to) {
        int run = from;
        int at = from;
        while (at < to) {
            if (PLAIN[line[at] & 0xff]) {
                at++;
                continue;
            }
            System.arraycopy(line, run, buffer, length, at - run);
            length += at - run;
            at = special(line, at, to);
            run = at;
        }
        System.arraycopy(line, run, buffer, length, to - run);
        length += to - run;
    }

    /** Writes what is not plain at a position, gives the position after it. */
    private int special(byte[] line, int at, int to) {
        byte b = line[at];
        if (b >= 0) {
            escapeAscii(b);
            return at + 1;
        }
        int size = Utf8.length(line, at, to);
        if (size == 0) {
            copy(REPLACEMENT);
            return at + 1;
        }
        boolean separator =
                size == 3 && b == (byte) 0xe2 && line[at + 1] == (byte) 0x80 && (line[at + 2] & 0xfe) == 0xa8;
        if (separator) {
            copy(ascii("\\u202"));
            buffer[length++] = HEX[line[at + 2] & 0xf];
        } else {
            System.arraycopy(line, at, buffer, length, size);
            length += size;
        }
        return at + size;
    }

    private void escapeAscii(byte b) {
        buffer[length++] = '\\';
        switch (b) {
            case '\\', '"' -> buffer[length++] = b;
            case '\n' -> buffer[length++] = 'n';
            case '\r' -> buffer[length++] = 'r';
            default -> {
                buffer[length++] = 'u';
                buffer[length++] = '0';
                buffer[length++] = '0';
                buffer[length++] = HEX[b >> 4];
                buffer[length++] = HEX[b & 0xf];
            }
        }
    }

    private void copy(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
        }
    }

    /** What {@link Origin#attributes} holds: {@code "attrs":{…},} or nothing. */
    static byte[] attributes(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            return new byte[0];
        }
        JsonWriter writer = new JsonWriter(256);
        writer.copy(ascii("\"attrs\":{"));
        new TreeMap<>(attributes).forEach((key, value) -> {
            writer.string(key, ':');
            writer.string(value, ',');
        });
        writer.length--;
        writer.reserve(2);
        writer.copy(ascii("},"));
        return Arrays.copyOf(writer.buffer, writer.length);
    }

    private void string(String text, char after) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reserve(bytes.length * WORST + 3);
        buffer[length++] = '"';
        escape(bytes, 0, bytes.length);
        buffer[length++] = '"';
        buffer[length++] = (byte) after;
    }

    /** ASCII that JSON takes as it is, less what Go escapes for the sake of HTML. */
    private static boolean[] plain() {
        boolean[] plain = new boolean[256];
        Arrays.fill(plain, ' ', 128, true);
        for (char c : "\"\\<>&".toCharArray()) {
            plain[c] = false;
        }
        return plain;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
