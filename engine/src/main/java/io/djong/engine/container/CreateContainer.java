package io.djong.engine.container;

import io.djong.model.Platform;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.network.EndpointSettings;
import java.util.Map;
import java.util.Optional;

/**
 * A request to create a container.
 *
 * @param name as the user gave it, without a slash; empty for a generated one
 * @param endpoints attachments asked for, by network name or id
 */
public record CreateContainer(
        Optional<String> name,
        ContainerConfig config,
        HostConfig host,
        Map<String, EndpointSettings> endpoints,
        Optional<Platform> platform) {

    public CreateContainer {
        endpoints = Map.copyOf(endpoints);
    }
}
