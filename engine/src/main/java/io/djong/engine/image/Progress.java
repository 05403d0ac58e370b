package io.djong.engine.image;

import io.djong.model.image.ProgressMessage;

/**
 * Where a long operation tells how far it has come.
 *
 * <p>Called from several threads, one message after the other. An implementation may block for a slow reader and throws
 * {@link io.djong.model.error.Cancelled} when the reader has gone, which ends the operation.
 */
public interface Progress {
    void accept(ProgressMessage message);

    /** For operations that nobody watches. */
    static Progress ignored() {
        return message -> {};
    }
}
