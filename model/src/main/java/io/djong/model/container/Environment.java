package io.djong.model.container;

/** Entries of an environment: {@code NAME=value}, or a name alone, which takes a variable away. */
public final class Environment {
    /** The {@code PATH} of processes that are given none. */
    public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Environment() {}

    /** The name of an entry's variable. */
    public static String name(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0 ? entry : entry.substring(0, equals);
    }

    /** Whether an entry has a value, be it the empty one. */
    public static boolean hasValue(String entry) {
        return entry.indexOf('=') >= 0;
    }
}
