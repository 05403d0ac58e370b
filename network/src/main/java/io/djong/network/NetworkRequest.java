package io.djong.network;

import java.util.Map;

/** A network to be created. */
public record NetworkRequest(
        String name,
        String driver,
        IpamConfig ipam,
        boolean internal,
        boolean attachable,
        boolean enableIpv6,
        Map<String, String> options,
        Map<String, String> labels) {
    public NetworkRequest {
        options = Map.copyOf(options);
        labels = Map.copyOf(labels);
    }

    /** A bridge network with everything left to the engine. */
    public static NetworkRequest bridge(String name) {
        return new NetworkRequest(name, "bridge", IpamConfig.DEFAULT, false, false, false, Map.of(), Map.of());
    }
}
