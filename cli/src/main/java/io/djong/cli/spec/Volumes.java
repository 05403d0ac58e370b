package io.djong.cli.spec;

import java.nio.file.Path;

/** What {@code --volume} names: a directory of the host or a volume, with its place in the container; or only that. */
final class Volumes {
    private Volumes() {}

    /** Whether it is only a place in the container, for which the engine makes a volume without a name. */
    static boolean isAnonymous(String volume) {
        return volume.indexOf(':') < 0;
    }

    /** The bind with its source as an absolute path, where it is a relative one. */
    static String bind(String volume) {
        int colon = volume.indexOf(':');
        String source = volume.substring(0, colon);
        boolean relative = source.startsWith(".") || source.startsWith("~");
        return relative ? absolute(source) + volume.substring(colon) : volume;
    }

    static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
