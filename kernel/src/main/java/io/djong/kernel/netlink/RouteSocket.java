package io.djong.kernel.netlink;

import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_ACK;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_DUMP;
import static io.djong.kernel.netlink.wire.NetlinkSocket.FLAG_REQUEST;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.netlink.wire.Message;
import io.djong.kernel.netlink.wire.MessageWriter;
import io.djong.kernel.netlink.wire.NetlinkSocket;
import java.util.List;
import java.util.Optional;

/**
 * The network configuration of one namespace, through rtnetlink(7): that of the thread which opened the socket, also
 * when other threads use it later. For one thread at a time; cheap enough to be opened for each piece of work.
 */
public final class RouteSocket implements AutoCloseable {
    private final NetlinkSocket socket;

    private RouteSocket(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a socket in the calling thread's network namespace. */
    public static RouteSocket open() {
        return new RouteSocket(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    /**
     * Makes all changes of a batch.
     *
     * @throws KernelException for the first change that failed, naming it, with the kernel's explanation where it gives
     *     one; changes before and after it may have been made
     */
    public void apply(RouteBatch batch) {
        for (NetlinkSocket.Answer answer : socket.request(batch.messages(), batch.size())) {
            if (answer.failed()) {
                String subject = batch.description(answer.sequence());
                String why = answer.explanation().isEmpty() ? "" : " (" + answer.explanation() + ")";
                throw new KernelException(Errno.of(answer.error()), "netlink:", subject + why);
            }
        }
    }

    public List<Link> links() {
        return dump(Rtnetlink.GETLINK, Rtnetlink.LINK_HEADER, "list links").stream()
                .map(RouteMessages::link)
                .toList();
    }

    /** The link of that name, if there is one. */
    public Optional<Link> link(String name) {
        MessageWriter out = new MessageWriter();
        out.begin(Rtnetlink.GETLINK, FLAG_REQUEST | FLAG_ACK, 1);
        out.bytes(new byte[Rtnetlink.LINK_HEADER]).attribute(Rtnetlink.IFLA_IFNAME, name);
        try {
            return socket.query(out.end().toByteArray(), "find link " + name).stream()
                    .map(RouteMessages::link)
                    .findFirst();
        } catch (KernelException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public List<Address> addresses() {
        return dump(Rtnetlink.GETADDR, Rtnetlink.ADDRESS_HEADER, "list addresses").stream()
                .map(RouteMessages::address)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The unicast routes of all tables but the kernel's local one. */
    public List<Route> routes() {
        return dump(Rtnetlink.GETROUTE, Rtnetlink.ROUTE_HEADER, "list routes").stream()
                .map(RouteMessages::route)
                .flatMap(Optional::stream)
                .toList();
    }

    public List<Neighbour> neighbours() {
        return dump(Rtnetlink.GETNEIGH, Rtnetlink.NEIGHBOUR_HEADER, "list neighbours").stream()
                .map(RouteMessages::neighbour)
                .flatMap(Optional::stream)
                .toList();
    }

    private List<Message> dump(int type, int header, String what) {
        MessageWriter out = new MessageWriter();
        out.begin(type, FLAG_REQUEST | FLAG_DUMP, 1);
        return socket.dump(out.bytes(new byte[header]).end().toByteArray(), what);
    }

    @Override
    public void close() {
        socket.close();
    }
}
