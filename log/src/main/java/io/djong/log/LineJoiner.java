package io.djong.log;

import java.util.EnumMap;
import java.util.Map;

/**
 * Makes lines of the spool's records: joins the parts of a line and splits what is longer than 16 KiB, as Docker does;
 * unlike there, never within a character.
 */
final class LineJoiner {
    /** Docker's bound for an entry. */
    static final int MAX = 16 * 1024;

    private final byte[] attributes;
    private final Map<LogStream, PartialLine> partial = new EnumMap<>(LogStream.class);

    LineJoiner(Map<String, String> attributes) {
        this.attributes = JsonWriter.attributes(attributes);
        for (LogStream stream : LogStream.values()) {
            partial.put(stream, new PartialLine());
        }
    }

    /** The unfinished line of a stream. */
    PartialLine partial(LogStream stream) {
        return partial.getOrDefault(stream, new PartialLine());
    }

    /** Takes a record whose bytes end at a position, writes the entries that it completes. */
    void accept(SpoolRecord record, byte[] buffer, int end, JsonWriter out) {
        PartialLine line = partial(record.stream());
        JsonWriter.Origin origin = new JsonWriter.Origin(record.stream(), record.time(), attributes);
        if (record.full() && line.isEmpty() && end - record.start() < MAX) {
            out.writeLine(buffer, record.start(), end, origin);
            return;
        }
        line.append(buffer, record.start(), end, record.time());
        while (line.length() >= MAX) {
            int cut = Utf8.boundary(line.bytes(), MAX);
            out.writePart(line.bytes(), 0, cut, origin);
            line.drop(cut);
        }
        if (record.full()) {
            out.writeLine(line.bytes(), 0, line.length(), origin);
            line.clear();
        }
    }

    /** The streams have ended: what has no newline by now gets none. */
    void end(JsonWriter out) {
        partial.forEach((stream, line) -> {
            if (!line.isEmpty()) {
                out.writePart(line.bytes(), 0, line.length(), new JsonWriter.Origin(stream, line.time(), attributes));
                line.clear();
            }
        });
    }

    void clear() {
        partial.values().forEach(PartialLine::clear);
    }
}
