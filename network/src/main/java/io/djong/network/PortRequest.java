package io.djong.network;

import io.djong.model.error.InvalidArgument;

/**
 * A port of a container that is to be reachable on the host.
 *
 * @param containerPort the port inside, 1 to 65535
 * @param hostIp the host's address that it is published on; {@link Ipv4#ANY} for all
 * @param firstHostPort the wanted port, or the first of a range of which one will do; 0 for one that the engine picks
 * @param lastHostPort the last of the range, equal to the first for a single port
 */
public record PortRequest(Protocol protocol, int containerPort, Ipv4 hostIp, int firstHostPort, int lastHostPort) {
    public PortRequest {
        boolean anyPort = firstHostPort == 0 && lastHostPort == 0;
        boolean range = firstHostPort >= 1 && lastHostPort >= firstHostPort && lastHostPort <= 65535;
        if (!anyPort && !range) {
            throw new InvalidArgument("invalid hostPort: " + firstHostPort + "-" + lastHostPort);
        }
        if (containerPort < 1 || containerPort > 65535) {
            throw new InvalidArgument("invalid containerPort: " + containerPort);
        }
    }

    /** A single host port, or 0 for one that the engine picks. */
    public static PortRequest of(Protocol protocol, int containerPort, Ipv4 hostIp, int hostPort) {
        return new PortRequest(protocol, containerPort, hostIp, hostPort, hostPort);
    }
}
