package io.djong.engine.container;

import io.djong.model.Reference;
import io.djong.model.container.ContainerConfig;
import java.util.List;
import java.util.Optional;

/**
 * How an image is made of a container.
 *
 * @param reference the image's name with its tag, if it gets one
 * @param config to be laid over the container's own
 * @param changes Dockerfile instructions that change that, such as {@code CMD ["sh"]}
 * @param pause whether the container is frozen meanwhile, where it runs
 */
public record CommitContainer(
        Optional<Reference> reference,
        String author,
        String comment,
        Optional<ContainerConfig> config,
        List<String> changes,
        boolean pause) {
    public CommitContainer {
        changes = List.copyOf(changes);
    }
}
