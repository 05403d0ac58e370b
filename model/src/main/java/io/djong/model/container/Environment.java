package io.djong.model.container;

import java.util.Map;

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

    /** Puts entries over those that are there by name: one takes another's place, a name alone takes it away. */
    public static void put(Map<String, String> byName, Iterable<String> entries) {
        for (String entry : entries) {
            if (hasValue(entry)) {
                byName.put(name(entry), entry);
            } else {
                byName.remove(entry);
            }
        }
    }

    /** Whether an entry has a value, be it the empty one. */
    public static boolean hasValue(String entry) {
        return entry.indexOf('=') >= 0;
    }
}
