package io.djong.log;

import io.djong.model.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One entry of a log as a reader shows it to a {@link LogSink}: a window over the reader's own buffer, so that reading
 * a million lines makes no garbage. {@link #entry} keeps one.
 */
public final class LogLine {
    /** The length of what {@link #writeTimestamp} writes. */
    public static final int TIMESTAMP_LENGTH = 30;

    private byte[] bytes = new byte[32 * 1024];
    private int length;
    private LogStream stream = LogStream.STDOUT;
    private final Timestamp time = new Timestamp();
    private byte[] attributes = new byte[0];
    private int attributesLength;

    LogLine() {}

    public LogStream stream() {
        return stream;
    }

    /** The buffer whose first {@link #length} bytes are what the container wrote, its newline included. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Whether the line goes on in the stream's next entry: this one has no newline. */
    public boolean partial() {
        return length == 0 || bytes[length - 1] != '\n';
    }

    public Instant time() {
        return time.toInstant();
    }

    /** Writes the time as {@code docker logs --timestamps} shows it: UTC with nine digits, {@code …:05.120000000Z}. */
    public void writeTimestamp(byte[] into, int at) {
        time.writeFixed(into, at);
    }

    /** What the entry carries besides: labels and variables of the container that its log driver was told to note. */
    public Map<String, String> attributes() {
        if (attributesLength == 0) {
            return Map.of();
        }
        Map<String, String> map = new TreeMap<>();
        Json.tree(Arrays.copyOf(attributes, attributesLength))
                .forEachEntry((key, value) -> map.put(key, value.asString()));
        return map;
    }

    /** The entry to keep. */
    public LogEntry entry() {
        return new LogEntry(time(), stream, Arrays.copyOf(bytes, length), partial());
    }

    Timestamp timestamp() {
        return time;
    }

    void stream(LogStream value) {
        stream = value;
    }

    void clear() {
        length = 0;
        attributesLength = 0;
    }

    void attributes(byte[] json, int from, int to) {
        if (to - from > attributes.length) {
            attributes = new byte[to - from];
        }
        System.arraycopy(json, from, attributes, 0, to - from);
        attributesLength = to - from;
    }

    /** Makes room for so many more bytes. */
    byte[] room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        return bytes;
    }

    void length(int value) {
        length = value;
    }
}
