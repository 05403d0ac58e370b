package io.djong.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one attachment.
 *
 * @param network the network's name or id
 * @param address the wanted address, or null for the next free one
 * @param macAddress the wanted MAC address, or empty for one derived from the IP address
 */
public record EndpointRequest(String network, @Nullable Ipv4 address, String macAddress, List<String> aliases) {
    public EndpointRequest {
        aliases = List.copyOf(aliases);
    }

    /** An attachment with everything left to the engine. */
    public static EndpointRequest of(String network) {
        return new EndpointRequest(network, null, "", List.of());
    }
}
