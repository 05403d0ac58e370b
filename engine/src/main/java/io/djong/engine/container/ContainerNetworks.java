package io.djong.engine.container;

import io.djong.model.container.PortBinding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a container is connected just now.
 *
 * @param sandboxKey path of its network namespace; empty where it has none
 * @param ports by {@code port/protocol}: where it is published, or nothing for one that is only exposed
 * @param networks in the order in which they were joined
 */
public record ContainerNetworks(
        String sandboxId, String sandboxKey, Map<String, List<PortBinding>> ports, List<AttachedNetwork> networks) {
    public static final ContainerNetworks NONE = new ContainerNetworks("", "", Map.of(), List.of());

    public ContainerNetworks {
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
        networks = List.copyOf(networks);
    }
}
