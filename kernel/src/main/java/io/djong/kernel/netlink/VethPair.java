package io.djong.kernel.netlink;

import io.djong.kernel.Fd;

/**
 * A pair of joined interfaces (veth(4)), one end on this side, switched on and possibly in a bridge, the other made
 * directly in another network namespace: moving it there afterwards would cost twenty times as much.
 *
 * @param name the name of the end on this side
 * @param master the index of the bridge that this end joins, 0 for none
 * @param mtu of both ends, 0 for the kernel's default
 * @param peer the other end
 */
public record VethPair(String name, int master, int mtu, Peer peer) {
    /**
     * The other end, switched off.
     *
     * @param namespace the namespace that it is made in
     */
    public record Peer(String name, MacAddress mac, Fd namespace) {}
}
