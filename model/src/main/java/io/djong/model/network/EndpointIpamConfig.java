package io.djong.model.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The addresses that a user wants for an endpoint. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record EndpointIpamConfig(
        @JsonProperty("IPv4Address") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String ipv4Address,

        @JsonProperty("IPv6Address") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String ipv6Address,

        @JsonProperty("LinkLocalIPs") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> linkLocalIps) {
    public EndpointIpamConfig {
        ipv4Address = ipv4Address == null ? "" : ipv4Address;
        ipv6Address = ipv6Address == null ? "" : ipv6Address;
        linkLocalIps = linkLocalIps == null ? List.of() : List.copyOf(linkLocalIps);
    }
}
