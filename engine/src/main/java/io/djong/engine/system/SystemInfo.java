package io.djong.engine.system;

import io.djong.model.error.NotImplemented;
import tools.jackson.databind.node.ObjectNode;

/** What {@code info} and {@code version} say; the documents are those of the newest API version. */
public final class SystemInfo {
    SystemInfo() {}

    /** API definition SystemInfo. */
    public ObjectNode info() {
        throw new NotImplemented("info");
    }

    /** API definition SystemVersion. */
    public ObjectNode version() {
        throw new NotImplemented("version");
    }
}
