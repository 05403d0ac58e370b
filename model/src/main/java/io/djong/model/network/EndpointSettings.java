package io.djong.model.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What a user asks of a container's attachment to one network (API definition EndpointSettings, the part that requests carry). */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record EndpointSettings(
        @JsonProperty("IPAMConfig") @Nullable EndpointIpamConfig ipamConfig,
        @Nullable List<String> links,
        @Nullable List<String> aliases,
        String macAddress,
        Map<String, String> driverOpts,
        int gwPriority,
        @JsonProperty("NetworkID") String networkId) {
    public EndpointSettings {
        macAddress = macAddress == null ? "" : macAddress;
        driverOpts = copy(driverOpts);
        networkId = networkId == null ? "" : networkId;
    }

    private static Map<String, String> copy(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : Map.copyOf(map);
    }
}
