package io.djong.engine.volume;

import java.nio.file.Path;

/** Where volumes lie: each one's files in {@code <name>/_data} below one directory. */
public record VolumePaths(Path root) {
    private static final String DATA = "_data";

    /** Where a volume's files are, or would be. */
    public Path data(String name) {
        return root.resolve(name).resolve(DATA);
    }

    /** Whether what the engine keeps lies below a directory. */
    public boolean isBelow(Path directory) {
        return root.startsWith(directory);
    }
}
