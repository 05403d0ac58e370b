package io.djong.engine.network;

import io.djong.network.Network;
import java.util.List;

/** A network and who is on it; listings leave the members out. */
public record NetworkView(Network network, List<Member> members) {
    /** A container on the network; addresses with their prefix length, empty where there is none. */
    public record Member(
            String containerId, String name, String endpointId, String macAddress, String ipv4, String ipv6) {}

    public NetworkView {
        members = List.copyOf(members);
    }
}
