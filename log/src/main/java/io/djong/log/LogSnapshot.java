package io.djong.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The log's files at one moment, the oldest first, opened, so that a later rotation takes none away.
 *
 * @param generation of the last of them
 */
record LogSnapshot(List<LogPart> parts, long generation) implements AutoCloseable {
    LogSnapshot {
        parts = List.copyOf(parts);
    }

    static LogSnapshot take(LogFiles files, int maxFiles, long size, long generation) {
        List<LogPart> parts = new ArrayList<>();
        try {
            for (int number = files.countRotated(maxFiles - 1); number >= 1; number--) {
                LogPart.rotated(files, number).ifPresent(parts::add);
            }
            parts.add(LogPart.current(files, size));
            return new LogSnapshot(parts, generation);
        } catch (RuntimeException e) {
            parts.forEach(LogPart::close);
            throw e;
        }
    }

    @Override
    public void close() {
        parts.forEach(LogPart::close);
    }
}
