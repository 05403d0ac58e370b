package io.djong.runtime.spec;

import java.nio.file.Path;

/** Where a container gets one of its namespaces from. */
public sealed interface NamespaceMode {
    NamespaceMode PRIVATE = new Private();
    NamespaceMode HOST = new Host();

    /** A new one of its own. */
    record Private() implements NamespaceMode {}

    /** The host's. */
    record Host() implements NamespaceMode {}

    /** One that exists: a sandbox's, or another container's under {@code /proc/<pid>/ns}. */
    record Join(Path path) implements NamespaceMode {}
}
