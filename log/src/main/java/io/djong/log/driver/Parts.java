package io.djong.log.driver;

import io.djong.log.LogLine;
import io.djong.log.LogStream;
import io.djong.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts the parts of long lines. */
final class Parts {
    /** A line is split where this much of it is there; what is shorter and has no newline is the end of the output. */
    private static final int SPLIT = 16 * 1024 - 3;

    private final String container;
    private final Map<LogStream, Piece.Part> open = new EnumMap<>(LogStream.class);

    Parts(String container) {
        this.container = container;
    }

    /** The entry as it is sent; to be asked for each entry once, in order. */
    Piece of(LogLine line) {
        int length = line.partial() ? line.length() : line.length() - 1;
        return new Piece(line, length, part(line));
    }

    private Optional<Piece.Part> part(LogLine line) {
        Piece.Part before = open.remove(line.stream());
        boolean goesOn = line.partial() && line.length() >= SPLIT;
        if (before == null && !goesOn) {
            return Optional.empty();
        }
        Piece.Part part = before == null
                ? new Piece.Part(id(line), 1, false)
                : new Piece.Part(before.id(), before.ordinal() + 1, !goesOn);
        if (goesOn) {
            open.put(line.stream(), part);
        }
        return Optional.of(part);
    }

    /** The same whenever it is sent. */
    private String id(LogLine line) {
        String text = container + line.stream() + line.time();
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
