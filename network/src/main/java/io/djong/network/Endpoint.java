package io.djong.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox's place on one network.
 *
 * <p>On the networks {@code none} and {@code host} an endpoint has an identity and nothing else: no interface, no
 * addresses.
 *
 * @param id 64 hexadecimal digits
 * @param networkDriver the name of the network's driver
 * @param interfaceName the interface inside the sandbox, as {@code eth0}; empty where there is none
 * @param hostInterface the host's end of the pair; empty where there is none
 * @param prefix the length of the subnet's prefix
 */
public record Endpoint(
        String id,
        String networkId,
        String networkName,
        String networkDriver,
        String interfaceName,
        String hostInterface,
        String macAddress,
        @Nullable Ipv4 address,
        int prefix,
        @Nullable Ipv4 gateway,
        List<String> aliases) {
    public Endpoint {
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
    }
}
