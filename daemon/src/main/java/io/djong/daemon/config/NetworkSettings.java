package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import io.djong.network.Dns;
import io.djong.network.IpamPool;
import io.djong.network.Ipv4;
import io.djong.network.NetworkConfig;
import io.djong.network.NetworkConfig.Switch;
import io.djong.network.Subnet;
import io.djong.network.SubnetPool;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of the configuration that is about networks. */
final class NetworkSettings {
    private static final int LARGEST_MTU = 65535;

    private final Settings settings;

    NetworkSettings(Settings settings) {
        this.settings = settings;
    }

    NetworkConfig config(Path runDirectory) {
        NetworkConfig standard = NetworkConfig.defaults(runDirectory);
        List<SubnetPool> pools = settings.all(Options.ADDRESS_POOL, Parsers::pool);
        return new NetworkConfig(
                runDirectory,
                settings.last(Options.BRIDGE).filter(b -> !b.isEmpty()).orElse(standard.bridge()),
                pool(),
                settings.last(Options.MTU, NetworkSettings::mtu).orElse(standard.mtu()),
                settings.last(Options.IP, Ipv4::parse).orElse(standard.publishIp()),
                switches(),
                settings.last(Options.HOST_GATEWAY, Ipv4::parse)
                        .or(() -> settings.last(Options.HOST_GATEWAY_BEFORE_28, Ipv4::parse)),
                new Dns(
                        settings.all(Options.DNS, Parsers::address),
                        settings.all(Options.DNS_SEARCH),
                        settings.all(Options.DNS_OPT)),
                pools.isEmpty() ? standard.pools() : pools);
    }

    /** The bridge's address and subnet, the part that containers' addresses are drawn from, as far as they are given. */
    private IpamPool pool() {
        Optional<Subnet> range = settings.last(Options.FIXED_CIDR, Subnet::parse);
        return settings.last(Options.BIP, NetworkSettings::bridgePool)
                .map(bridge -> range.isEmpty() ? bridge : within(bridge))
                .or(() -> range.map(all -> new IpamPool(all, all, null, Map.of())))
                .orElse(IpamPool.ANY);
    }

    private static IpamPool bridgePool(String bip) {
        Subnet subnet = Subnet.parse(bip);
        Ipv4 address = Subnet.address(bip);
        if (address.equals(subnet.base()) || address.equals(subnet.broadcast())) {
            throw new InvalidArgument("the address of the bridge must not be that of its network or its broadcast");
        }
        return IpamPool.of(subnet, address);
    }

    private IpamPool within(IpamPool bridge) {
        return settings.last(Options.FIXED_CIDR, text -> part(bridge, Subnet.parse(text)))
                .orElse(bridge);
    }

    private static IpamPool part(IpamPool bridge, Subnet range) {
        if (bridge.subnet() != null && !bridge.subnet().contains(range)) {
            throw new InvalidArgument("it is not within the bridge's subnet, " + bridge.subnet());
        }
        return new IpamPool(bridge.subnet(), range, bridge.gateway(), Map.of());
    }

    private static int mtu(String text) {
        int mtu = Parsers.count(text);
        if (mtu > LARGEST_MTU) {
            throw new InvalidArgument("it is more than " + LARGEST_MTU);
        }
        return mtu;
    }

    private Set<Switch> switches() {
        Set<Switch> on = EnumSet.noneOf(Switch.class);
        add(on, Options.ICC, Switch.ICC);
        add(on, Options.IP_MASQ, Switch.MASQUERADE);
        add(on, Options.IPTABLES, Switch.RULES);
        add(on, Options.IP_FORWARD, Switch.IP_FORWARD);
        if (!on.contains(Switch.ICC) && !on.contains(Switch.RULES)) {
            throw new InvalidArgument(
                    "you specified --iptables=false with --icc=false; ICC=false uses packet filter rules"
                            + " to function: set --icc or --iptables to true");
        }
        return on;
    }

    private void add(Set<Switch> on, Option option, Switch meant) {
        if (settings.isOn(option, true)) {
            on.add(meant);
        }
    }
}
