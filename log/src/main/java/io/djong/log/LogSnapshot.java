package io.djong.log;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The driver's files at one moment, the oldest first, opened, so that a later rotation takes none away.
 *
 * @param rotations of the log at that moment
 */
record LogSnapshot(List<Part> parts, int rotations) implements AutoCloseable {
    /** A file and how much of it counts. */
    record Part(OpenFile file, long end) {}

    LogSnapshot {
        parts = List.copyOf(parts);
    }

    static LogSnapshot take(LogFiles files, int maxFiles, long size, int rotations) {
        List<Part> parts = new ArrayList<>();
        for (int number = maxFiles - 1; number >= 1; number--) {
            try {
                OpenFile file = OpenFile.open(files.rotated(number), Access.READ);
                parts.add(new Part(file, file.size()));
            } catch (KernelException e) {
                if (!e.is(Errno.ENOENT)) {
                    parts.forEach(part -> part.file().close());
                    throw e;
                }
            }
        }
        parts.add(new Part(OpenFile.open(files.driverFile(), Access.READ), size));
        return new LogSnapshot(parts, rotations);
    }

    @Override
    public void close() {
        parts.forEach(part -> part.file().close());
    }
}
