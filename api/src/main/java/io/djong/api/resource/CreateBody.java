package io.djong.api.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.engine.container.CreateContainer;
import io.djong.model.Platform;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.model.network.EndpointSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a create request: the container's configuration with two more objects in it. */
record CreateBody(
        @JsonProperty("HostConfig") @Nullable HostConfig host,
        @JsonProperty("NetworkingConfig") @Nullable Networking networking) {

    record Networking(
            @JsonProperty("EndpointsConfig") @Nullable Map<String, @Nullable EndpointSettings> endpoints) {}

    private static final EndpointSettings NOTHING_ASKED = Json.read("{}", EndpointSettings.class);

    static CreateContainer read(byte[] json, String name, String platform) {
        if (json.length == 0) {
            throw new InvalidArgument("config cannot be empty in order to create a container");
        }
        CreateBody body = Json.read(json, CreateBody.class);
        ContainerConfig config = Json.read(json, ContainerConfig.class);
        if (body == null || config == null || (config.equals(ContainerConfig.EMPTY) && body.host == null)) {
            throw new InvalidArgument("config cannot be empty in order to create a container");
        }
        String bare = name.startsWith("/") ? name.substring(1) : name;
        return new CreateContainer(
                Optional.of(bare).filter(text -> !text.isEmpty()),
                config,
                body.host == null ? HostConfig.EMPTY : body.host,
                body.endpoints(),
                Optional.of(platform).filter(text -> !text.isEmpty()).map(Platform::parse));
    }

    private Map<String, EndpointSettings> endpoints() {
        if (networking == null || networking.endpoints == null) {
            return Map.of();
        }
        Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();
        networking.endpoints.forEach(
                (network, settings) -> endpoints.put(network, settings == null ? NOTHING_ASKED : settings));
        return endpoints;
    }
}
