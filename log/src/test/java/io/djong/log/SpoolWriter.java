package io.djong.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Writes spools as conmon does, in place of it. */
public final class SpoolWriter {
    private final LogFiles files;
    private int clock;

    public SpoolWriter(LogFiles files) {
        this.files = files;
    }

    public void full(LogStream stream, String text) throws IOException {
        append(record(stream, 'F', text));
    }

    void part(LogStream stream, String text) throws IOException {
        append(record(stream, 'P', text));
    }

    /** A record for later {@link #append}; each has a time of its own. */
    public String record(LogStream stream, char tag, String text) {
        clock++;
        String time = "2026-01-31T10:20:%02d.%09d+00:00".formatted(clock / 1000 % 60, clock % 1000 * 1_000_000);
        return time + " " + stream.word() + " " + tag + " " + text + "\n";
    }

    public void append(String records) throws IOException {
        append(records.getBytes(StandardCharsets.UTF_8));
    }

    void append(byte[] records) throws IOException {
        Files.write(files.spool(), records, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What conmon does when it is told to reopen. */
    void reopen() throws IOException {
        var temporary = files.spoolDirectory().resolve("current.tmp");
        Files.write(temporary, new byte[0]);
        Files.move(temporary, files.spool(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
