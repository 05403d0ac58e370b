package io.djong.engine.container;

import java.util.Optional;

/**
 * A container in a list.
 *
 * @param image the name that it was made of, or the image's id where the name stands for another image by now
 * @param size where it was asked for
 */
public record ListedContainer(ContainerView view, String image, Optional<ContainerSize> size) {}
