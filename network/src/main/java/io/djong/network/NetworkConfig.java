package io.djong.network;

import java.nio.file.Path;
import java.util.List;

/**
 * The daemon's settings for networks.
 *
 * @param runDirectory where namespaces are bound, on a tmpfs: {@code /run/djong/network}
 * @param bridge the device of the default network ({@code --bridge}); {@code none} leaves the default network out
 * @param bip the default bridge's address with its prefix, as {@code 172.17.0.1/16} ({@code --bip}); empty for a free pool
 * @param fixedCidr the part of the default network that addresses are drawn from ({@code --fixed-cidr}); empty for all
 * @param mtu of the default bridge ({@code --mtu}); 0 leaves the kernel's
 * @param icc whether containers on the default bridge may talk to each other ({@code --icc})
 * @param masquerade whether the default bridge masquerades ({@code --ip-masq})
 * @param rules whether packet filter rules are made at all ({@code --iptables}); without them ports are not published
 * @param ipForward whether {@code net.ipv4.ip_forward} is switched on ({@code --ip-forward})
 * @param publishIp the host address for ports that are published without one ({@code --ip})
 * @param hostGatewayIp what {@code host-gateway} means ({@code --host-gateway-ip}); empty for the default bridge's address
 * @param dns the daemon's defaults for resolv.conf ({@code --dns}, {@code --dns-search}, {@code --dns-opt})
 * @param pools where subnets are taken from ({@code --default-address-pool})
 */
public record NetworkConfig(
        Path runDirectory,
        String bridge,
        String bip,
        String fixedCidr,
        int mtu,
        boolean icc,
        boolean masquerade,
        boolean rules,
        boolean ipForward,
        Ipv4 publishIp,
        String hostGatewayIp,
        Dns dns,
        List<SubnetPool> pools) {
    public NetworkConfig {
        pools = List.copyOf(pools);
    }

    /** Everything as it is without flags. */
    public static NetworkConfig defaults(Path runDirectory) {
        return new NetworkConfig(
                runDirectory,
                "djong0",
                "",
                "",
                0,
                true,
                true,
                true,
                true,
                Ipv4.ANY,
                "",
                Dns.EMPTY,
                SubnetPool.DEFAULTS);
    }
}
