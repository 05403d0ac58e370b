package io.djong.log.driver;

import io.djong.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * An entry as it is sent: without its newline and, where a long line was split, with its place in the line.
 *
 * @param line the entry, valid for the length of a call
 * @param length how much of it is its text
 */
record Piece(LogLine line, int length, Optional<Part> part) {
    /**
     * Which part of a split line it is.
     *
     * @param id the same for all parts of the line
     * @param ordinal from 1
     */
    record Part(String id, int ordinal, boolean last) {}

    String text() {
        return new String(line.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return Arrays.copyOf(line.bytes(), length);
    }

    Instant time() {
        return line.time();
    }

    boolean isError() {
        return switch (line.stream()) {
            case STDOUT -> false;
            case STDERR -> true;
        };
    }

    /** Of syslog: an error, or information. */
    int severity() {
        return isError() ? 3 : 6;
    }
}
