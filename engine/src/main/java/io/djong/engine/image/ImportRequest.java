package io.djong.engine.image;

import io.djong.model.Platform;
import io.djong.model.Reference;
import java.util.List;
import java.util.Optional;

/**
 * How a root file system becomes an image.
 *
 * @param reference the image's name, if it gets one
 * @param message the comment; empty means none is given
 * @param changes Dockerfile instructions that make up the config, such as {@code CMD ["sh"]}
 */
public record ImportRequest(
        Optional<Reference> reference, String message, List<String> changes, Optional<Platform> platform) {
    public ImportRequest {
        changes = List.copyOf(changes);
    }
}
