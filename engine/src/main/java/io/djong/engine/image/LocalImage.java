package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.image.ImageConfig;

/**
 * An image that is here, unpacked and ready for containers.
 *
 * @param id the digest of the config
 */
public record LocalImage(Digest id, ImageConfig config) {}
