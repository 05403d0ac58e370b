package io.djong.network;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The daemon's settings for networks.
 *
 * @param runDirectory where namespaces are bound, on a tmpfs: {@code /run/djong/network}
 * @param bridge the device of the default network ({@code --bridge}); {@code none} leaves the default network out
 * @param pool the default network's addresses, as far as they are given ({@code --bip}, {@code --fixed-cidr})
 * @param mtu of the default bridge ({@code --mtu}); 0 leaves the kernel's
 * @param publishIp the host address for ports that are published without one ({@code --ip})
 * @param switches what is on
 * @param hostGateway what {@code host-gateway} means ({@code --host-gateway-ip}); empty for the default bridge's address
 * @param dns the daemon's defaults for resolv.conf ({@code --dns}, {@code --dns-search}, {@code --dns-opt})
 * @param pools where subnets are taken from ({@code --default-address-pool})
 */
public record NetworkConfig(
        Path runDirectory,
        String bridge,
        IpamPool pool,
        int mtu,
        Ipv4 publishIp,
        Set<Switch> switches,
        Optional<Ipv4> hostGateway,
        Dns dns,
        List<SubnetPool> pools) {
    /** What can be switched off. */
    public enum Switch {
        /** Containers on the default bridge may talk to each other ({@code --icc}). */
        ICC,
        /** The default bridge masquerades ({@code --ip-masq}). */
        MASQUERADE,
        /** Packet filter rules are made ({@code --iptables}); without them ports are not published. */
        RULES,
        /** {@code net.ipv4.ip_forward} is switched on ({@code --ip-forward}). */
        IP_FORWARD
    }

    public NetworkConfig {
        switches = Set.copyOf(switches);
        pools = List.copyOf(pools);
    }

    /** Everything as it is without flags. */
    public static NetworkConfig defaults(Path runDirectory) {
        return new NetworkConfig(
                runDirectory,
                "djong0",
                IpamPool.ANY,
                0,
                Ipv4.ANY,
                EnumSet.allOf(Switch.class),
                Optional.empty(),
                Dns.EMPTY,
                SubnetPool.DEFAULTS);
    }

    boolean has(Switch wanted) {
        return switches.contains(wanted);
    }
}
