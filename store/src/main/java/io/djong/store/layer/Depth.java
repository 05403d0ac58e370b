package io.djong.store.layer;

import io.djong.model.error.InvalidArgument;

/**
 * How deep a walk goes that has each directory on its way open: who made the tree must not make it take all
 * descriptors, nor all of a stack.
 */
final class Depth {
    private static final int MOST = 256;

    private Depth() {}

    /** @throws InvalidArgument if a directory is too deep to be entered */
    static void check(String path) {
        if (path.chars().filter(c -> c == '/').count() > MOST) {
            throw new InvalidArgument("there are directories more than " + MOST + " levels deep");
        }
    }
}
