package io.djong.log;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ByteSize;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A container's log driver and its options, validated. {@code local} has its own name and defaults in Docker; here both
 * file drivers write the same files.
 *
 * @param maxSize bytes after which a file is rotated; {@link #UNLIMITED} for never
 * @param maxFiles how many files there are at most, the current one included
 * @param attributes what each entry carries besides, as labels; mostly empty
 */
public record LogSettings(Driver driver, long maxSize, int maxFiles, Map<String, String> attributes) {
    public static final long UNLIMITED = -1;

    /** Docker's json-file never rotates unless told to, and fills disks; this engine's does. */
    public static final LogSettings DEFAULT = new LogSettings(Driver.JSON_FILE, 10_000_000, 5, Map.of());

    private static final Set<String> FILE_OPTIONS = Set.of(
            "max-size",
            "max-file",
            "compress",
            "labels",
            "labels-regex",
            "env",
            "env-regex",
            "tag",
            "mode",
            "max-buffer-size");

    /** What keeps the entries. */
    public enum Driver {
        JSON_FILE("json-file"),
        LOCAL("local"),
        NONE("none");

        private final String word;

        Driver(String word) {
            this.word = word;
        }

        /** The driver's name in the API. */
        public String word() {
            return word;
        }
    }

    public LogSettings {
        attributes = Map.copyOf(attributes);
        if (maxSize != UNLIMITED && maxSize <= 0) {
            throw new InvalidArgument("max-size must be a positive number");
        }
        if (maxFiles < 1) {
            throw new InvalidArgument("max-file cannot be less than 1");
        }
    }

    /**
     * Validates a container's {@code LogConfig}.
     *
     * @param driver its name; empty for the default
     * @throws InvalidArgument in Docker's words, if there is no such driver or option
     */
    public static LogSettings parse(String driver, Map<String, String> options) {
        Driver chosen = driver(driver);
        for (String option : new TreeMap<>(options).keySet()) {
            if (chosen == Driver.NONE || !FILE_OPTIONS.contains(option)) {
                throw new InvalidArgument("unknown log opt '%s' for %s log driver".formatted(option, chosen.word()));
            }
        }
        long size = options.containsKey("max-size") ? size(options.get("max-size")) : DEFAULT.maxSize;
        int files = options.containsKey("max-file") ? count(options.get("max-file")) : DEFAULT.maxFiles;
        return new LogSettings(chosen, size, files, Map.of());
    }

    /** The same with attributes for each entry. */
    public LogSettings withAttributes(Map<String, String> carried) {
        return new LogSettings(driver, maxSize, maxFiles, carried);
    }

    private static Driver driver(String name) {
        if (name.isEmpty()) {
            return DEFAULT.driver;
        }
        for (Driver driver : Driver.values()) {
            if (driver.word.equals(name)) {
                return driver;
            }
        }
        throw new InvalidArgument("logger: no log driver named '" + name + "' is registered");
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid value for max-file: \"" + text + "\"");
        }
    }

    /** A size with decimal units; -1 for no bound. */
    private static long size(String text) {
        if (text.equals("-1")) {
            return UNLIMITED;
        }
        long size = ByteSize.parseDecimal(text).orElse(0);
        if (size == 0) {
            throw new InvalidArgument("invalid size for max-size: '" + text + "'");
        }
        return size;
    }
}
