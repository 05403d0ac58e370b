package io.djong.log;

import java.nio.charset.StandardCharsets;

/**
 * Reads entries in the form of Docker's json-file driver, written by {@link JsonWriter} or by Docker itself: keys in any
 * order, unknown ones skipped. Made for speed on our own lines; not a general JSON parser.
 */
final class JsonReader {
    private static final byte[] LOG = key("log");
    private static final byte[] STREAM = key("stream");
    private static final byte[] TIME = key("time");
    private static final byte[] ATTRIBUTES = key("attrs");
    private static final byte[] STDERR = "\"stderr\"".getBytes(StandardCharsets.US_ASCII);

    private byte[] in = new byte[0];
    private int at;
    private int end;

    /**
     * Reads one entry.
     *
     * @param to its end, without the newline
     * @return false if it is none, as after a disk was full: a reader skips it
     */
    boolean read(byte[] buffer, int from, int to, LogLine line) {
        in = buffer;
        at = from;
        end = to;
        line.clear();
        line.stream(LogStream.STDOUT);
        return object(line);
    }

    private boolean object(LogLine line) {
        boolean timed = false;
        if (!take('{')) {
            return false;
        }
        do {
            if (startsWith(LOG)) {
                at += LOG.length;
                if (!text(line)) {
                    return false;
                }
            } else if (startsWith(STREAM)) {
                at += STREAM.length;
                line.stream(startsWith(STDERR) ? LogStream.STDERR : LogStream.STDOUT);
                if (!skipString()) {
                    return false;
                }
            } else if (startsWith(TIME)) {
                at += TIME.length;
                int start = at + 1;
                timed = skipString() && line.timestamp().parse(in, start, at - 1);
            } else if (startsWith(ATTRIBUTES)) {
                at += ATTRIBUTES.length;
                int start = at;
                if (!skipValue()) {
                    return false;
                }
                line.attributes(in, start, at);
            } else if (!skipString() || !take(':') || !skipValue()) {
                return false;
            }
        } while (take(','));
        return timed && take('}');
    }

    /** Unescapes a string into the line. */
    private boolean text(LogLine line) {
        if (!take('"')) {
            return false;
        }
        // Nothing gets longer by being unescaped.
        byte[] out = line.room(end - at);
        int length = line.length();
        int run = at;
        while (at < end) {
            byte b = in[at];
            if (b != '"' && b != '\\') {
                at++;
                continue;
            }
            System.arraycopy(in, run, out, length, at - run);
            length += at - run;
            at++;
            if (b == '"') {
                line.length(length);
                return true;
            }
            length = unescape(out, length);
            if (length < 0) {
                return false;
            }
            run = at;
        }
        return false;
    }

    /** Writes what an escape, its backslash read, stands for; gives the new length, -1 if it is no escape. */
    private int unescape(byte[] out, int length) {
        if (at >= end) {
            return -1;
        }
        byte b = in[at++];
        int simple = "\"\\/bfnrt".indexOf(b);
        if (simple >= 0) {
            out[length] = (byte) "\"\\/\b\f\n\r\t".charAt(simple);
            return length + 1;
        }
        if (b != 'u') {
            return -1;
        }
        int code = hex();
        if (code < 0) {
            return -1;
        }
        if (Character.isHighSurrogate((char) code) && at + 6 <= end && in[at] == '\\' && in[at + 1] == 'u') {
            at += 2;
            int low = hex();
            code = low >= 0 && Character.isLowSurrogate((char) low)
                    ? Character.toCodePoint((char) code, (char) low)
                    : 0xfffd;
        }
        return encode(code, out, length);
    }

    private static int encode(int code, byte[] out, int length) {
        if (code < 0x80) {
            out[length] = (byte) code;
            return length + 1;
        }
        int valid = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE ? 0xfffd : code;
        byte[] bytes = Character.toString(valid).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        return length + bytes.length;
    }

    /** Four hexadecimal digits, or -1. */
    private int hex() {
        if (at + 4 > end) {
            return -1;
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(in[at++], 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private boolean skipString() {
        if (!take('"')) {
            return false;
        }
        while (at < end && in[at] != '"') {
            at += in[at] == '\\' ? 2 : 1;
        }
        return take('"');
    }

    /** Skips any value: to the comma or bracket that ends it, past nested ones and strings. */
    private boolean skipValue() {
        int depth = 0;
        while (at < end) {
            byte b = in[at];
            if (b == '"') {
                if (!skipString()) {
                    return false;
                }
                continue;
            }
            if (depth == 0 && (b == ',' || b == '}')) {
                return true;
            }
            depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
            at++;
        }
        return false;
    }

    private boolean take(char expected) {
        if (at < end && in[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean startsWith(byte[] text) {
        if (end - at < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (in[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] key(String name) {
        return ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }
}
