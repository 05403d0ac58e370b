package io.djong.kernel.netlink;

import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_ACK;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_DUMP;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_REQUEST;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.netlink.wire.Attributes;
import io.djong.kernel.netlink.wire.MessageWriter;
import io.djong.kernel.netlink.wire.NetlinkSocket;
import java.util.List;
import java.util.Set;

/**
 * The kernel's table of connections, through ctnetlink ({@code linux/netfilter/nfnetlink_conntrack.h}).
 *
 * <p>Address translation is decided by a flow's first packet. A UDP flow that began before a port was published, or while
 * it led elsewhere, would keep its way as long as packets come; it has to be forgotten.
 */
public final class Conntrack {
    private static final int SUBSYSTEM = 1 << 8;
    private static final int GET = SUBSYSTEM | 1;
    private static final int DELETE = SUBSYSTEM | 2;
    private static final int HEADER = 4;
    private static final int AF_INET = 2;
    private static final int UDP = 17;

    private static final int TUPLE_ORIGINAL = 1;
    private static final int ID = 12;
    private static final int TUPLE_PROTOCOL = 2;
    private static final int PROTOCOL_NUMBER = 1;
    private static final int PROTOCOL_DESTINATION_PORT = 3;
    private static final int NESTED = 0x8000;

    private Conntrack() {}

    /** Forgets IPv4 UDP flows to these ports, in the calling thread's network namespace. @return how many there were */
    public static int forgetUdp(Set<Integer> destinationPorts) {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            MessageWriter list = new MessageWriter();
            header(list, GET, FLAG_REQUEST | FLAG_DUMP);
            List<Attributes> flows = socket.dump(list.end().toByteArray(), "list connections").stream()
                    .map(message -> message.attributes(HEADER))
                    .filter(flow -> udpTo(flow, destinationPorts))
                    .toList();
            flows.forEach(flow -> forget(socket, flow));
            return flows.size();
        }
    }

    private static boolean udpTo(Attributes flow, Set<Integer> ports) {
        Attributes protocol = flow.nested(TUPLE_ORIGINAL).nested(TUPLE_PROTOCOL);
        byte[] port = protocol.bytes(PROTOCOL_DESTINATION_PORT).orElse(new byte[2]);
        return protocol.int8(PROTOCOL_NUMBER, 0) == UDP && ports.contains((port[0] & 255) << 8 | (port[1] & 255));
    }

    /** One that has gone meanwhile is as good as forgotten. */
    private static void forget(NetlinkSocket socket, Attributes flow) {
        MessageWriter out = new MessageWriter();
        header(out, DELETE, FLAG_REQUEST | FLAG_ACK);
        out.attribute(TUPLE_ORIGINAL | NESTED, flow.bytes(TUPLE_ORIGINAL).orElseThrow());
        flow.bytes(ID).ifPresent(id -> out.attribute(ID, id));
        for (NetlinkSocket.Answer answer : socket.request(out.end().toByteArray(), 1)) {
            if (answer.failed() && answer.error() != Errno.ENOENT.code()) {
                throw new KernelException(Errno.of(answer.error()), "delete", "connection");
            }
        }
    }

    /** struct nfgenmsg: family, version, resource id. */
    private static void header(MessageWriter out, int type, int flags) {
        out.begin(type, flags, 1).int8(AF_INET).int8(0).int16(0);
    }
}
