package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.image.ImageConfig;
import java.util.Optional;

/**
 * An image that is here, unpacked and ready for containers.
 *
 * @param id the digest of the config
 * @param topLayer the snapshot, by its chain id, that a container's own layer lies on; absent for an image without
 *     layers
 */
public record LocalImage(Digest id, ImageConfig config, Optional<Digest> topLayer) {}
