package io.djong.network;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of our table, in the language of nft(8).
 *
 * <ul>
 *   <li>{@code guard}: packets for or from 127.0.0.0/8 that come in by an interface are dropped. They are martians, which the
 *       kernel drops by itself until {@code route_localnet} is switched on for a bridge, as the loopback's published ports
 *       need (CVE-2020-8558); and without it a neighbour could reach what is published on 127.0.0.1.
 *   <li>{@code published}: connections to an address of the host are sent on to the container, by two maps, one for ports of
 *       all addresses and one for ports of a certain one. At run time only elements of these maps change.
 *   <li>{@code postrouting}: the bridge's address stands in for the host's loopback, and for a container that calls itself or
 *       its neighbours by a published port, for else the answer would take another way; the host's address stands in for
 *       containers that call the world.
 *   <li>{@code forward}: what goes into a bridge must belong to a connection that a container began or to a published port.
 *       Bridged packets come here only where {@code bridge-nf-call-iptables} is on.
 * </ul>
 */
final class Ruleset {
    static final String ANY_ADDRESS = "ports_any";
    static final String ONE_ADDRESS = "ports";

    private Ruleset() {}

    /** A published port and where it leads. */
    record Target(PublishedPort port, Ipv4 address) {}

    /** Ports lead to the first endpoint that has an address. */
    static Stream<Target> targets(List<Endpoint> endpoints, List<PublishedPort> ports) {
        return endpoints.stream()
                .map(Endpoint::address)
                .flatMap(Stream::ofNullable)
                .limit(1)
                .flatMap(address -> ports.stream().map(port -> new Target(port, address)));
    }

    /** Replaces the table, whole and in one transaction. */
    static String replace(String table, List<BridgeNetwork> bridges, List<Target> targets) {
        return "add table ip " + table + "\ndelete table ip " + table + "\n" + text(table, bridges, targets);
    }

    private static String text(String table, List<BridgeNetwork> bridges, List<Target> targets) {
        return """
                table ip %s {
                  map ports {
                    type inet_proto . ipv4_addr . inet_service : ipv4_addr . inet_service
                %s  }
                  map ports_any {
                    type inet_proto . inet_service : ipv4_addr . inet_service
                %s  }
                %s  chain guard {
                    type filter hook prerouting priority raw; policy accept;
                    iifname != "lo" ip daddr 127.0.0.0/8 drop
                    iifname != "lo" ip saddr 127.0.0.0/8 drop
                  }
                  chain prerouting {
                    type nat hook prerouting priority dstnat; policy accept;
                    fib daddr type local jump published
                  }
                  chain output {
                    type nat hook output priority -100; policy accept;
                    fib daddr type local jump published
                  }
                  chain published {
                    dnat ip to meta l4proto . ip daddr . th dport map @ports
                    dnat ip to meta l4proto . th dport map @ports_any
                  }
                  chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    oifname @bridges ip saddr 127.0.0.0/8 masquerade
                    ct status dnat ip saddr . oifname @home masquerade
                    ip saddr . oifname @home accept
                    ip saddr @masqueraded masquerade
                  }
                  chain forward {
                    type filter hook forward priority filter; policy accept;
                    iifname . oifname @within accept
                    iifname @internal drop
                    oifname @internal drop
                    oifname @bridges ct state established,related accept
                    oifname @bridges ct status dnat accept
                    oifname @bridges drop
                  }
                }
                """.formatted(
                        table,
                        elements(targets.stream()
                                .filter(t -> !any(t))
                                .map(Ruleset::element)
                                .toList()),
                        elements(targets.stream()
                                .filter(Ruleset::any)
                                .map(Ruleset::element)
                                .toList()),
                        sets(bridges));
    }

    private static String sets(List<BridgeNetwork> bridges) {
        return set("bridges", "ifname", devices(bridges, _ -> true))
                + set("internal", "ifname", devices(bridges, b -> b.network().internal()))
                + set(
                        "within",
                        "ifname . ifname",
                        bridges.stream()
                                .filter(b -> b.driver().icc())
                                .map(b -> device(b) + " . " + device(b))
                                .toList())
                + set(
                        "home",
                        "ipv4_addr . ifname; flags interval",
                        bridges.stream()
                                .map(b -> b.subnet() + " . " + device(b))
                                .toList())
                + set(
                        "masqueraded",
                        "ipv4_addr; flags interval",
                        bridges.stream()
                                .filter(b ->
                                        b.driver().masquerade() && !b.network().internal())
                                .map(b -> b.subnet().toString())
                                .toList());
    }

    private static List<String> devices(List<BridgeNetwork> bridges, Predicate<BridgeNetwork> which) {
        return bridges.stream().filter(which).map(Ruleset::device).toList();
    }

    /** The driver's option is checked for characters, so quoting is enough. */
    private static String device(BridgeNetwork bridge) {
        return '"' + bridge.driver().device() + '"';
    }

    private static String set(String name, String type, List<String> elements) {
        return "  set " + name + " {\n    type " + type + "\n" + elements(elements) + "  }\n";
    }

    private static String elements(List<String> elements) {
        return elements.isEmpty()
                ? ""
                : elements.stream().collect(Collectors.joining(",\n      ", "    elements = { ", " }\n"));
    }

    static boolean any(Target target) {
        return target.port().hostIp().isAny();
    }

    private static String element(Target target) {
        PublishedPort port = target.port();
        String address = any(target) ? "" : " . " + port.hostIp();
        return port.protocol() + address + " . " + port.hostPort() + " : " + target.address() + " . "
                + port.containerPort();
    }
}
