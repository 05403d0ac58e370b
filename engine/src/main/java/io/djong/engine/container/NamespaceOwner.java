package io.djong.engine.container;

import java.util.Optional;

/** Modes of namespaces that name a container whose namespace is shared: {@code container:<name or id>}. */
final class NamespaceOwner {
    private static final String PREFIX = "container:";

    private NamespaceOwner() {}

    /** The container that a mode names, if it names one. */
    static Optional<String> of(String mode) {
        return mode.startsWith(PREFIX) && mode.length() > PREFIX.length()
                ? Optional.of(mode.substring(PREFIX.length()))
                : Optional.empty();
    }

    static String mode(String container) {
        return PREFIX + container;
    }
}
