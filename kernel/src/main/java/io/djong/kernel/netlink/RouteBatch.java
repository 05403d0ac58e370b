package io.djong.kernel.netlink;

import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_ACK;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_CREATE;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_EXCL;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_REPLACE;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_REQUEST;

import io.djong.kernel.Fd;
import io.djong.kernel.netlink.wire.MessageWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes to be made in order, sent to the kernel in one call by {@link RouteSocket#apply}. Not a transaction: the kernel
 * goes on after a change that fails.
 */
public final class RouteBatch {
    private final MessageWriter out = new MessageWriter();
    private final List<String> descriptions = new ArrayList<>();

    /** An empty batch. */
    public RouteBatch() {}

    /** Makes a bridge, switched off. */
    public RouteBatch createBridge(String name, MacAddress mac) {
        begin("create bridge " + name, Rtnetlink.NEWLINK, FLAG_CREATE | FLAG_EXCL);
        linkHeader(0, 0, 0);
        out.attribute(Rtnetlink.IFLA_IFNAME, name).attribute(Rtnetlink.IFLA_ADDRESS, mac.bytes());
        int info = out.open(Rtnetlink.IFLA_LINKINFO);
        out.attribute(Rtnetlink.IFLA_INFO_KIND, "bridge");
        out.close(info).end();
        return this;
    }

    /** Makes a pair of interfaces, see {@link VethPair}. */
    public RouteBatch createVeth(VethPair pair) {
        begin("create veth " + pair.name(), Rtnetlink.NEWLINK, FLAG_CREATE | FLAG_EXCL);
        linkHeader(0, Rtnetlink.IFF_UP, Rtnetlink.IFF_UP);
        out.attribute(Rtnetlink.IFLA_IFNAME, pair.name());
        if (pair.master() != 0) {
            out.attribute32(Rtnetlink.IFLA_MASTER, pair.master());
        }
        mtuUnlessDefault(pair.mtu());
        int info = out.open(Rtnetlink.IFLA_LINKINFO);
        out.attribute(Rtnetlink.IFLA_INFO_KIND, "veth");
        int data = out.open(Rtnetlink.IFLA_INFO_DATA);
        int peer = out.open(Rtnetlink.VETH_INFO_PEER);
        // Not IFF_UP here: the kernel would try before the pair is joined, and fail.
        linkHeader(0, 0, 0);
        out.attribute(Rtnetlink.IFLA_IFNAME, pair.peer().name())
                .attribute(Rtnetlink.IFLA_ADDRESS, pair.peer().mac().bytes())
                .attribute32(Rtnetlink.IFLA_NET_NS_FD, pair.peer().namespace().number());
        mtuUnlessDefault(pair.mtu());
        out.close(peer).close(data).close(info).end();
        return this;
    }

    public RouteBatch up(int link) {
        return flags("set link " + link + " up", link, Rtnetlink.IFF_UP);
    }

    public RouteBatch down(int link) {
        return flags("set link " + link + " down", link, 0);
    }

    public RouteBatch rename(int link, String name) {
        setLink("rename link " + link + " to " + name, link);
        out.attribute(Rtnetlink.IFLA_IFNAME, name).end();
        return this;
    }

    public RouteBatch mtu(int link, int mtu) {
        setLink("set mtu " + mtu + " of link " + link, link);
        out.attribute32(Rtnetlink.IFLA_MTU, mtu).end();
        return this;
    }

    public RouteBatch mac(int link, MacAddress mac) {
        setLink("set address " + mac + " of link " + link, link);
        out.attribute(Rtnetlink.IFLA_ADDRESS, mac.bytes()).end();
        return this;
    }

    /** Joins a bridge, or leaves it with master 0. */
    public RouteBatch master(int link, int master) {
        setLink("set master " + master + " of link " + link, link);
        out.attribute32(Rtnetlink.IFLA_MASTER, master).end();
        return this;
    }

    /** Isolates a bridge's port: isolated ports reach the bridge itself but not each other (bridge(8), isolated). */
    public RouteBatch isolated(String name) {
        return portFlag("isolate bridge port " + name, name, Rtnetlink.IFLA_BRPORT_ISOLATED);
    }

    /** Lets a bridge's port send back by the way that a frame came (bridge(8), hairpin). */
    public RouteBatch hairpin(String name) {
        return portFlag("set hairpin mode of bridge port " + name, name, Rtnetlink.IFLA_BRPORT_MODE);
    }

    private RouteBatch portFlag(String description, String name, int attribute) {
        begin(description, Rtnetlink.NEWLINK, 0);
        linkHeader(0, 0, 0);
        out.attribute(Rtnetlink.IFLA_IFNAME, name);
        int info = out.open(Rtnetlink.IFLA_LINKINFO);
        out.attribute(Rtnetlink.IFLA_INFO_SLAVE_KIND, "bridge");
        int data = out.open(Rtnetlink.IFLA_INFO_SLAVE_DATA);
        out.attribute8(attribute, 1);
        out.close(data).close(info).end();
        return this;
    }

    /** Moves a link to another namespace; slow, see {@link VethPair}. */
    public RouteBatch moveTo(int link, Fd namespace) {
        setLink("move link " + link + " to another namespace", link);
        out.attribute32(Rtnetlink.IFLA_NET_NS_FD, namespace.number()).end();
        return this;
    }

    public RouteBatch deleteLink(int link) {
        begin("delete link " + link, Rtnetlink.DELLINK, 0);
        linkHeader(link, 0, 0);
        out.end();
        return this;
    }

    /** Gives a link an address, an IPv4 one with its broadcast address; IPv6 without duplicate detection. */
    public RouteBatch addAddress(int link, InetAddress address, int prefix) {
        return address(Rtnetlink.NEWADDR, FLAG_CREATE | FLAG_EXCL, "add address ", new Address(link, address, prefix));
    }

    public RouteBatch deleteAddress(int link, InetAddress address, int prefix) {
        return address(Rtnetlink.DELADDR, 0, "delete address ", new Address(link, address, prefix));
    }

    public RouteBatch addRoute(Route route) {
        return route(Rtnetlink.NEWROUTE, FLAG_CREATE | FLAG_EXCL, "add route ", route);
    }

    public RouteBatch deleteRoute(Route route) {
        return route(Rtnetlink.DELROUTE, 0, "delete route ", route);
    }

    /** Enters a neighbour for good. */
    public RouteBatch addNeighbour(int link, InetAddress address, MacAddress mac) {
        begin("add neighbour " + text(address), Rtnetlink.NEWNEIGH, FLAG_CREATE | FLAG_REPLACE);
        neighbourHeader(link, address, Rtnetlink.NUD_PERMANENT);
        out.attribute(Rtnetlink.NDA_DST, address.getAddress()).attribute(Rtnetlink.NDA_LLADDR, mac.bytes());
        out.end();
        return this;
    }

    public RouteBatch deleteNeighbour(int link, InetAddress address) {
        begin("delete neighbour " + text(address), Rtnetlink.DELNEIGH, 0);
        neighbourHeader(link, address, 0);
        out.attribute(Rtnetlink.NDA_DST, address.getAddress()).end();
        return this;
    }

    byte[] messages() {
        return out.toByteArray();
    }

    int size() {
        return descriptions.size();
    }

    /** What the message with this sequence number was to do. */
    String description(int sequence) {
        return descriptions.get(sequence - 1);
    }

    private RouteBatch address(int type, int flags, String verb, Address address) {
        boolean v4 = address.address().getAddress().length == 4;
        begin(verb + text(address.address()) + "/" + address.prefix(), type, flags);
        out.int8(Rtnetlink.family(address.address()))
                .int8(address.prefix())
                .int8(v4 ? 0 : Rtnetlink.IFA_F_NODAD)
                .int8(0)
                .int32(address.link());
        byte[] bytes = address.address().getAddress();
        out.attribute(Rtnetlink.IFA_LOCAL, bytes).attribute(Rtnetlink.IFA_ADDRESS, bytes);
        if (v4 && address.prefix() < 31) {
            out.attribute(Rtnetlink.IFA_BROADCAST, Rtnetlink.broadcast(bytes, address.prefix()));
        }
        out.end();
        return this;
    }

    private RouteBatch route(int type, int flags, String verb, Route route) {
        begin(verb + text(route.destination()) + "/" + route.prefix(), type, flags);
        int scope = route.gateway().isPresent() ? Rtnetlink.SCOPE_UNIVERSE : Rtnetlink.SCOPE_LINK;
        out.int8(Rtnetlink.family(route.destination()))
                .int8(route.prefix())
                .int8(0)
                .int8(0)
                .int8(0)
                .int8(Rtnetlink.PROTOCOL_BOOT)
                .int8(scope)
                .int8(Rtnetlink.UNICAST)
                .int32(0)
                .attribute32(Rtnetlink.RTA_TABLE, route.table())
                .attribute32(Rtnetlink.RTA_OIF, route.link());
        if (route.prefix() > 0) {
            out.attribute(Rtnetlink.RTA_DST, route.destination().getAddress());
        }
        route.gateway().ifPresent(gateway -> out.attribute(Rtnetlink.RTA_GATEWAY, gateway.getAddress()));
        out.end();
        return this;
    }

    private RouteBatch flags(String description, int link, int value) {
        begin(description, Rtnetlink.NEWLINK, 0);
        linkHeader(link, value, Rtnetlink.IFF_UP);
        out.end();
        return this;
    }

    private void setLink(String description, int link) {
        begin(description, Rtnetlink.NEWLINK, 0);
        linkHeader(link, 0, 0);
    }

    private void mtuUnlessDefault(int mtu) {
        if (mtu != 0) {
            out.attribute32(Rtnetlink.IFLA_MTU, mtu);
        }
    }

    private void begin(String description, int type, int flags) {
        descriptions.add(description);
        out.begin(type, FLAG_REQUEST | FLAG_ACK | flags, descriptions.size());
    }

    /** struct ifinfomsg. */
    private void linkHeader(int index, int flags, int change) {
        out.int8(0).int8(0).int16(0).int32(index).int32(flags).int32(change);
    }

    /** struct ndmsg. */
    private void neighbourHeader(int link, InetAddress address, int state) {
        out.int8(Rtnetlink.family(address))
                .int8(0)
                .int16(0)
                .int32(link)
                .int16(state)
                .int8(0)
                .int8(0);
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }
}
