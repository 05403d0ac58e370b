package io.djong.log;

import io.djong.model.error.InvalidArgument;
import java.util.Map;

/**
 * How a container's log is kept in files.
 *
 * @param maxSize bytes after which a file is rotated; {@link #UNLIMITED} for never
 * @param maxFiles how many files there are at most, the current one included
 * @param compress whether rotated files are compressed
 * @param attributes what each entry carries besides, as labels; mostly empty
 */
public record LogSettings(long maxSize, int maxFiles, boolean compress, Map<String, String> attributes) {
    public static final long UNLIMITED = -1;

    /** Docker's json-file never rotates unless told to, and fills disks; this engine's does. */
    public static final LogSettings DEFAULT = new LogSettings(10_000_000, 5, false, Map.of());

    public LogSettings {
        attributes = Map.copyOf(attributes);
        if (maxSize != UNLIMITED && maxSize <= 0) {
            throw new InvalidArgument("max-size must be a positive number");
        }
        if (maxFiles < 1) {
            throw new InvalidArgument("max-file cannot be less than 1");
        }
    }

    /** The same with other bounds. */
    public LogSettings bounded(long size, int files) {
        return new LogSettings(size, files, compress, attributes);
    }

    /** The same with rotated files compressed. */
    public LogSettings compressed() {
        return new LogSettings(maxSize, maxFiles, true, attributes);
    }

    /** The same with attributes for each entry. */
    public LogSettings withAttributes(Map<String, String> carried) {
        return new LogSettings(maxSize, maxFiles, compress, carried);
    }
}
