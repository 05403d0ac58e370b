package io.djong.log;

import java.time.Instant;
import java.util.Arrays;

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
