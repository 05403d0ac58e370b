package io.djong.engine.image;

import io.djong.model.Platform;
import java.util.Optional;

/**
 * How to remove an image.
 *
 * @param force also where stopped containers use it or several names stand for it
 * @param prune whether what it alone was built on goes too
 * @param platform that the image must be for, where it is given
 */
public record ImageRemoval(boolean force, boolean prune, Optional<Platform> platform) {
    /** Whatever the image's platform. */
    public ImageRemoval(boolean force, boolean prune) {
        this(force, prune, Optional.empty());
    }
}
