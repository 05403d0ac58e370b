package io.djong.engine.container;

import java.util.List;

/** A container's place on one network (API definition EndpointSettings); empty strings and zeros where there is none. */
public record AttachedNetwork(
        String name,
        String networkId,
        String endpointId,
        String gateway,
        String ipAddress,
        int ipPrefixLength,
        String macAddress,
        String ipv6Gateway,
        String globalIpv6Address,
        int globalIpv6PrefixLength,
        List<String> aliases) {

    public AttachedNetwork {
        aliases = List.copyOf(aliases);
    }
}
