package io.djong.engine.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A network as listings and inspect show it (API definition Network). */
public record NetworkView(
        String name,
        String id,
        Instant created,
        String driver,
        boolean enableIpv6,
        boolean internal,
        List<Pool> pools,
        Map<String, String> options,
        Map<String, String> labels,
        List<Member> members) {

    /** One IPAM configuration. */
    public record Pool(String subnet, String gateway) {}

    /** A container on the network; addresses with their prefix length, empty where there is none. */
    public record Member(
            String containerId, String name, String endpointId, String macAddress, String ipv4, String ipv6) {}

    public NetworkView {
        pools = List.copyOf(pools);
        options = Map.copyOf(options);
        labels = Map.copyOf(labels);
        members = List.copyOf(members);
    }
}
