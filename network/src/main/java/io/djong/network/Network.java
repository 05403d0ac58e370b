package io.djong.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A network that sandboxes attach to (API definition Network, without the fields that are looked up).
 *
 * @param id 64 hexadecimal digits
 * @param driver the name of the driver; {@link Driver#of} gives its typed form
 */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record Network(
        String name,
        String id,
        Instant created,
        String scope,
        String driver,
        @JsonProperty("EnableIPv4") boolean enableIpv4,
        @JsonProperty("EnableIPv6") boolean enableIpv6,
        @JsonProperty("IPAM") IpamConfig ipam,
        boolean internal,
        boolean attachable,
        boolean ingress,
        Map<String, String> options,
        Map<String, String> labels) {
    public Network {
        options = options == null ? Map.of() : Map.copyOf(options);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** Whether it is one of the three that exist without having been created: bridge, host and none. */
    public boolean predefined() {
        return Driver.PREDEFINED.contains(name);
    }
}
