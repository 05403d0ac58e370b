package io.djong.store.snapshot;

import io.djong.store.layer.Usage;
import java.time.Instant;
import java.util.Optional;

/**
 * A file system that is here.
 *
 * @param key a committed layer's chainID, or the name that a writable one was given
 * @param parent the key of the snapshot below
 * @param usage of this snapshot alone, recorded when it was committed; nothing for a writable one
 */
public record Snapshot(String key, Optional<String> parent, Kind kind, Usage usage, Instant created) {
    public enum Kind {
        /** An image's layer: it does not change any more. */
        COMMITTED,
        /** A container's own layer. */
        WRITABLE
    }
}
