package io.djong.store.layer;

import io.djong.model.error.InvalidArgument;
import java.util.ArrayDeque;
import java.util.Deque;

/** Names in archives as clean paths: no leading or trailing slash, no empty part, no {@code .}, no {@code ..}. */
final class EntryPaths {
    private static final int MAX_PATH = 4095;

    private EntryPaths() {}

    /** The clean path; empty for the root itself. @throws InvalidArgument if it leads out of the root */
    static String clean(String name) {
        if (name.length() > MAX_PATH) {
            throw new InvalidArgument(
                    "failed to register layer: file name too long: \"" + name.substring(0, 64) + "…\"");
        }
        if (name.indexOf('\0') >= 0) {
            throw new InvalidArgument("failed to register layer: a file name has a NUL in it");
        }
        if (isClean(name)) {
            return name;
        }
        String path = resolve("", name);
        if (path == null) {
            throw new InvalidArgument("failed to register layer: \"" + name + "\" is outside of the root file system");
        }
        return path;
    }

    /**
     * Checks the text of a symbolic link. One that climbs above the root could not lead out, but nothing honest makes
     * one, and Docker refuses it too.
     */
    static void requireInside(String path, String target) {
        if (target.isEmpty() || resolve(target.startsWith("/") ? "" : parent(path), target) == null) {
            throw new InvalidArgument(
                    "failed to register layer: invalid symlink \"" + path + "\" -> \"" + target + "\"");
        }
    }

    /** The part before the last slash; empty if there is none. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isClean(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '/'
                && name.charAt(0) != '.'
                && name.charAt(name.length() - 1) != '/'
                && !name.contains("//")
                && !name.contains("/.");
    }

    private static @org.jspecify.annotations.Nullable String resolve(String from, String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (from + "/" + path).split("/", -1)) {
            switch (part) {
                case "", "." -> {
                    // stays where it is
                }
                case ".." -> {
                    if (parts.pollLast() == null) {
                        return null;
                    }
                }
                default -> parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
