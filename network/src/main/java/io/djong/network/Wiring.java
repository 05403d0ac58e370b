package io.djong.network;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.netlink.Address;
import io.djong.kernel.netlink.Link;
import io.djong.kernel.netlink.MacAddress;
import io.djong.kernel.netlink.Route;
import io.djong.kernel.netlink.RouteBatch;
import io.djong.kernel.netlink.RouteSocket;
import io.djong.kernel.netlink.VethPair;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Makes and removes the links, addresses and routes of bridges and sandboxes. */
final class Wiring {
    private Wiring() {}

    /**
     * An endpoint and the bridge that it is on.
     *
     * @param hairpin whether the bridge sends frames back by the port that they came from: a container that calls itself by
     *     a published port needs it where bridged packets pass the packet filter
     */
    record Wire(Endpoint endpoint, BridgeNetwork network, boolean hairpin) {}

    /** Makes a bridge, or brings one that is there into the state that it should have. */
    static void ensureBridge(BridgeNetwork bridge) {
        String device = bridge.driver().device();
        try (RouteSocket route = RouteSocket.open()) {
            if (route.link(device).isEmpty()) {
                route.apply(new RouteBatch().createBridge(device, mac(bridge.gateway())));
            }
            Link link = route.link(device).orElseThrow();
            Address own = new Address(
                    link.index(), inet(bridge.gateway()), bridge.subnet().prefix());
            RouteBatch batch = new RouteBatch();
            for (Address address : route.addresses()) {
                boolean stale = address.link() == link.index()
                        && address.address().getAddress().length == 4
                        && !address.equals(own);
                if (stale) {
                    batch.deleteAddress(address.link(), address.address(), address.prefix());
                }
            }
            if (!route.addresses().contains(own)) {
                batch.addAddress(own.link(), own.address(), own.prefix());
            }
            if (bridge.driver().mtu() != 0 && link.mtu() != bridge.driver().mtu()) {
                batch.mtu(link.index(), bridge.driver().mtu());
            }
            route.apply(batch.up(link.index()));
        }
        Sysctl.set("ipv4/conf/" + device + "/forwarding", "1");
        // Lets a connection to the host's loopback leave by the bridge; see the chain "guard" for the other side of it.
        Sysctl.set("ipv4/conf/" + device + "/route_localnet", "1");
    }

    /** Whether bridged packets pass the packet filter, and so are rewritten without leaving the bridge. */
    static boolean filtersBridged() {
        return Sysctl.is("bridge/bridge-nf-call-iptables", "1");
    }

    /** Deletes a link, if it is there. */
    static void deleteLink(String name) {
        try (RouteSocket route = RouteSocket.open()) {
            Optional<Link> link = route.link(name);
            if (link.isPresent()) {
                route.apply(new RouteBatch().deleteLink(link.get().index()));
            }
        } catch (KernelException e) {
            if (!e.is(Errno.ENODEV)) {
                throw e;
            }
        }
    }

    /** Wires a namespace to its networks; the first wire gives the default route. */
    static void connect(BareNamespace namespace, List<Wire> wires) {
        if (wires.isEmpty()) {
            return;
        }
        try (RouteSocket host = RouteSocket.open()) {
            RouteBatch batch = new RouteBatch();
            for (Wire wire : wires) {
                connect(host, namespace, wire, batch);
            }
            gateway(wires, namespace.inside()).ifPresent(batch::addRoute);
            namespace.inside().apply(batch);
        }
    }

    private static void connect(RouteSocket host, BareNamespace container, Wire wire, RouteBatch batch) {
        Endpoint endpoint = wire.endpoint();
        Driver.Bridge driver = wire.network().driver();
        int bridge = host.link(driver.device()).orElseThrow().index();
        VethPair.Peer peer = new VethPair.Peer(
                endpoint.interfaceName(),
                MacAddress.parse(endpoint.macAddress()),
                container.namespace().fd());
        RouteBatch pair =
                new RouteBatch().createVeth(new VethPair(endpoint.hostInterface(), bridge, driver.mtu(), peer));
        if (!driver.icc()) {
            pair.isolated(endpoint.hostInterface());
        }
        if (wire.hairpin()) {
            pair.hairpin(endpoint.hostInterface());
        }
        host.apply(pair);
        int index =
                container.inside().link(endpoint.interfaceName()).orElseThrow().index();
        if (endpoint.address() != null) {
            batch.addAddress(index, inet(endpoint.address()), endpoint.prefix());
        }
        batch.up(index);
    }

    private static Optional<Route> gateway(List<Wire> wires, RouteSocket inside) {
        if (wires.getFirst().network().network().internal()) {
            return Optional.empty();
        }
        Wire first = wires.getFirst();
        int index = inside.link(first.endpoint().interfaceName()).orElseThrow().index();
        InetAddress gateway = inet(first.network().gateway());
        return Optional.of(new Route(inet(Ipv4.ANY), 0, Optional.of(gateway), index, Route.MAIN_TABLE));
    }

    /** The MAC address that belongs to an IP address: whoever gets the address again is where neighbours remember it. */
    static MacAddress mac(Ipv4 address) {
        return new MacAddress(0x0242_0000_0000L | Integer.toUnsignedLong(address.bits()));
    }

    static InetAddress inet(Ipv4 address) {
        try {
            return InetAddress.getByAddress(address.bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
