package io.djong.network;

/**
 * A bridge network in working order: its record, its options in typed form, its addresses.
 *
 * @param gateway the bridge's own address
 */
record BridgeNetwork(Network network, Driver.Bridge driver, AddressPool addresses, Ipv4 gateway) {
    static BridgeNetwork of(Network network, Driver.Bridge driver) {
        IpamPool pool = network.ipam().config().getFirst();
        if (pool.gateway() == null) {
            throw new IllegalArgumentException("network " + network.name() + " has no gateway");
        }
        return new BridgeNetwork(network, driver, AddressPool.of(pool), pool.gateway());
    }

    Subnet subnet() {
        return addresses.subnet();
    }
}
