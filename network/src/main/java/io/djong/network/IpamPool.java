package io.djong.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A subnet of a network (API definition IPAMConfig).
 *
 * @param subnet what addresses belong to it, or null for one that the engine picks
 * @param ipRange the part of the subnet that addresses are drawn from, or null for all of it
 * @param gateway the address of the host's side, or null for the first of the subnet
 * @param auxiliaryAddresses addresses that are in use by something else, by name
 */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IpamPool(
        @Nullable Subnet subnet,
        @JsonProperty("IPRange") @Nullable Subnet ipRange,
        @Nullable Ipv4 gateway,
        Map<String, Ipv4> auxiliaryAddresses) {
    /** One of which everything is left to the engine. */
    public static final IpamPool ANY = new IpamPool(null, null, null, Map.of());

    public IpamPool {
        auxiliaryAddresses = auxiliaryAddresses == null ? Map.of() : Map.copyOf(auxiliaryAddresses);
    }

    public static IpamPool of(Subnet subnet, Ipv4 gateway) {
        return new IpamPool(subnet, null, gateway, Map.of());
    }
}
