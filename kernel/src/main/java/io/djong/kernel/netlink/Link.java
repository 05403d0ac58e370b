package io.djong.kernel.netlink;

import java.util.Optional;

/**
 * A network interface as the kernel reports it.
 *
 * @param index the interface's number in its namespace
 * @param kind what made it, as {@code bridge} or {@code veth}; empty for hardware and loopback
 * @param mac the hardware address, where there is one of Ethernet's form
 * @param master the index of the bridge that it belongs to, 0 for none
 * @param up whether it is switched on (IFF_UP), whatever its carrier says
 */
public record Link(int index, String name, String kind, Optional<MacAddress> mac, int mtu, int master, boolean up) {}
