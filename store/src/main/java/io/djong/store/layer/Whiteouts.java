package io.djong.store.layer;

import io.djong.model.error.InvalidArgument;
import java.util.Optional;

/** How archives say "removed" (OCI image spec, layer.md), and how overlayfs does. */
final class Whiteouts {
    /** Overlayfs: a directory with this attribute hides what the layers below have in it. */
    static final String OPAQUE = "trusted.overlay.opaque";

    private static final String PREFIX = ".wh.";
    private static final String META_PREFIX = ".wh..wh.";
    private static final String OPAQUE_MARKER = ".wh..wh..opq";

    private Whiteouts() {}

    static byte[] opaqueValue() {
        return new byte[] {'y'};
    }

    static boolean isOpaqueMarker(String name) {
        return name.equals(OPAQUE_MARKER);
    }

    static boolean isWhiteout(String name) {
        return name.startsWith(PREFIX);
    }

    /** The name that a whiteout hides; empty for the bookkeeping that aufs left in layers. */
    static Optional<String> hidden(String name) {
        if (name.startsWith(META_PREFIX)) {
            return Optional.empty();
        }
        String hidden = name.substring(PREFIX.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new InvalidArgument("failed to register layer: invalid whiteout \"" + name + "\"");
        }
        return Optional.of(hidden);
    }

    /** The archive's name for a file that overlayfs says is removed. */
    static String of(String hidden) {
        return PREFIX + hidden;
    }

    static String opaqueMarker() {
        return OPAQUE_MARKER;
    }
}
