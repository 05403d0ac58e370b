package io.djong.kernel.netlink;

import java.net.InetAddress;
import java.util.Optional;

/** An entry of the neighbour table (ARP, NDP): who has an address on a link. */
public record Neighbour(int link, InetAddress address, Optional<MacAddress> mac) {}
