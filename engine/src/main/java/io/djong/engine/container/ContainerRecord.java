package io.djong.engine.container;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.network.EndpointSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the engine knows of a container and keeps: an immutable document, replaced whole by its owner.
 *
 * @param name without the slash that the API puts before it
 * @param image the id of the image
 * @param config the image's defaults with the request over them
 * @param path the program that runs, and {@code args} its arguments
 * @param endpoints the networks asked for, by name
 * @param ties what it has had of other containers since it was made
 */
public record ContainerRecord(
        ContainerId id,
        String name,
        Instant created,
        Digest image,
        ContainerConfig config,
        HostConfig host,
        String path,
        List<String> args,
        Map<String, EndpointSettings> endpoints,
        ContainerState state,
        Ties ties) {

    public ContainerRecord {
        args = List.copyOf(args);
        endpoints = Map.copyOf(endpoints);
        ties = ties == null ? Ties.NONE : ties;
    }

    /** Whether it was made of an image, or has it mounted. */
    boolean needs(Digest other) {
        return image.equals(other)
                || ties.images().stream().anyMatch(mounted -> mounted.id().equals(other));
    }

    public ContainerRecord withTies(Ties newTies) {
        return new ContainerRecord(id, name, created, image, config, host, path, args, endpoints, state, newTies);
    }

    public ContainerRecord withState(ContainerState newState) {
        return new ContainerRecord(id, name, created, image, config, host, path, args, endpoints, newState, ties);
    }

    public ContainerRecord withHost(HostConfig newHost) {
        return new ContainerRecord(id, name, created, image, config, newHost, path, args, endpoints, state, ties);
    }

    public ContainerRecord withName(String newName) {
        return new ContainerRecord(id, newName, created, image, config, host, path, args, endpoints, state, ties);
    }
}
