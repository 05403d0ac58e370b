package io.djong.kernel.netlink;

import io.djong.kernel.netlink.wire.Attributes;
import io.djong.kernel.netlink.wire.Message;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads what rtnetlink(7) reports. */
final class RouteMessages {
    private static final int AF_INET = 2;
    private static final int LOCAL_TABLE = 255;

    private RouteMessages() {}

    static Link link(Message message) {
        Attributes attributes = message.attributes(Rtnetlink.LINK_HEADER);
        return new Link(
                message.payload().getInt(4),
                attributes.text(Rtnetlink.IFLA_IFNAME),
                attributes.nested(Rtnetlink.IFLA_LINKINFO).text(Rtnetlink.IFLA_INFO_KIND),
                mac(attributes, Rtnetlink.IFLA_ADDRESS),
                attributes.int32(Rtnetlink.IFLA_MTU, 0),
                attributes.int32(Rtnetlink.IFLA_MASTER, 0),
                (message.payload().getInt(8) & Rtnetlink.IFF_UP) != 0);
    }

    /** The link's own address: on point-to-point links IFA_ADDRESS is the other side's. */
    static Optional<Address> address(Message message) {
        Attributes attributes = message.attributes(Rtnetlink.ADDRESS_HEADER);
        int link = message.payload().getInt(4);
        int prefix = message.payload().get(1) & 255;
        return attributes
                .bytes(Rtnetlink.IFA_LOCAL)
                .or(() -> attributes.bytes(Rtnetlink.IFA_ADDRESS))
                .map(bytes -> new Address(link, inet(bytes), prefix));
    }

    static Optional<Route> route(Message message) {
        Attributes attributes = message.attributes(Rtnetlink.ROUTE_HEADER);
        int family = message.payload().get(0);
        int table = attributes.int32(Rtnetlink.RTA_TABLE, message.payload().get(4) & 255);
        boolean unicast = message.payload().get(7) == Rtnetlink.UNICAST;
        if (!unicast || table == LOCAL_TABLE) {
            return Optional.empty();
        }
        byte[] any = new byte[family == AF_INET ? 4 : 16];
        return Optional.of(new Route(
                inet(attributes.bytes(Rtnetlink.RTA_DST).orElse(any)),
                message.payload().get(1) & 255,
                attributes.bytes(Rtnetlink.RTA_GATEWAY).map(RouteMessages::inet),
                attributes.int32(Rtnetlink.RTA_OIF, 0),
                table));
    }

    static Optional<Neighbour> neighbour(Message message) {
        Attributes attributes = message.attributes(Rtnetlink.NEIGHBOUR_HEADER);
        int link = message.payload().getInt(4);
        return attributes
                .bytes(Rtnetlink.NDA_DST)
                .map(bytes -> new Neighbour(link, inet(bytes), mac(attributes, Rtnetlink.NDA_LLADDR)));
    }

    private static Optional<MacAddress> mac(Attributes attributes, int type) {
        return attributes.bytes(type).filter(bytes -> bytes.length == 6).map(MacAddress::of);
    }

    private static InetAddress inet(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("netlink address of " + bytes.length + " bytes", e);
        }
    }
}
