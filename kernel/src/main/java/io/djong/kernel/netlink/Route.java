package io.djong.kernel.netlink;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A unicast route.
 *
 * @param destination the network's address; the family's zero address with prefix 0 for the default route
 * @param gateway the next hop, or nothing where the destination is on the link
 * @param link the index of the interface that it leaves by
 * @param table the routing table, 254 for the main one
 */
public record Route(InetAddress destination, int prefix, Optional<InetAddress> gateway, int link, int table) {
    public static final int MAIN_TABLE = 254;
}
