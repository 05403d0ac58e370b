package io.djong.api.stream;

import io.djong.engine.container.LogSink;
import io.djong.model.container.StdStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Sends log lines, each with its time before it where that is wanted. */
public final class LogWriter implements LogSink {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);

    private final Frames frames;
    private final boolean timestamps;

    public LogWriter(Frames frames, boolean timestamps) {
        this.frames = frames;
        this.timestamps = timestamps;
    }

    @Override
    public void line(Instant time, StdStream stream, byte[] bytes, int offset, int length) throws IOException {
        if (!timestamps) {
            frames.write(stream, bytes, offset, length);
            return;
        }
        byte[] prefix = TIME.format(time).getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, line, 0, prefix.length);
        System.arraycopy(bytes, offset, line, prefix.length, length);
        frames.write(stream, line, 0, line.length);
    }
}
