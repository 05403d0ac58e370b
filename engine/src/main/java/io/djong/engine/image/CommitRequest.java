package io.djong.engine.image;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.container.ContainerConfig;
import java.util.Optional;

/**
 * How a container's changes become an image.
 *
 * @param parent the image that the container was made of
 * @param containerConfig the container's own configuration
 * @param config the image's defaults for containers
 * @param reference the image's name with its tag, if it gets one
 */
public record CommitRequest(
        Digest parent,
        ContainerId container,
        ContainerConfig containerConfig,
        ContainerConfig config,
        String author,
        String comment,
        Optional<Reference> reference) {}
