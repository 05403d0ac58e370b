package io.djong.kernel.netlink;

import io.djong.kernel.event.Poller;
import io.djong.kernel.netlink.wire.Message;
import io.djong.kernel.netlink.wire.NetlinkSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells when something in a network namespace changes, through netlink's multicast groups. It says what kind of thing,
 * not what: the listener looks for itself, so that lost messages do no harm.
 */
public final class ChangeMonitor implements AutoCloseable {
    private static final int NFTABLES_GROUP = 7;
    private static final int NEW_GENERATION = 10 << 8 | 15;
    private static final int NFNETLINK_HEADER = 4;
    private static final int GENERATION_THREAD = 2;

    /** What changes. */
    public enum Subject {
        LINKS,
        ADDRESSES,
        ROUTES,
        NFTABLES
    }

    private final NetlinkSocket socket;
    private final boolean rules;

    private ChangeMonitor(NetlinkSocket socket, boolean rules) {
        this.socket = socket;
        this.rules = rules;
    }

    /** Watches links, addresses and routes of the calling thread's namespace. */
    public static ChangeMonitor ofRoutes() {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE);
        socket.join(Rtnetlink.GROUP_LINK);
        socket.join(Rtnetlink.GROUP_IPV4_ADDRESS);
        socket.join(Rtnetlink.GROUP_IPV4_ROUTE);
        socket.join(Rtnetlink.GROUP_IPV6_ADDRESS);
        socket.join(Rtnetlink.GROUP_IPV6_ROUTE);
        return new ChangeMonitor(socket, false);
    }

    /** Watches the nftables rules of the calling thread's namespace. */
    public static ChangeMonitor ofRules() {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
        socket.join(NFTABLES_GROUP);
        return new ChangeMonitor(socket, true);
    }

    /**
     * Waits for changes, at most so long; none are none. Where changes came faster than they were read, everything counts
     * as changed. Rules that this process changed itself do not count. Ends by interruption, so who closes a monitor first
     * interrupts its waiter.
     */
    public Set<Subject> await(Poller poller, Duration timeout) throws InterruptedException {
        if (!poller.awaitReadable(socket.fd(), timeout)) {
            return Set.of();
        }
        return socket.receiveOrOverrun()
                .map(datagram -> Message.parse(datagram).stream()
                        .filter(message -> !rules || foreign(message))
                        .map(this::subject)
                        .collect(Collectors.toSet()))
                .orElse(rules ? Set.of(Subject.NFTABLES) : Set.of(Subject.LINKS, Subject.ADDRESSES, Subject.ROUTES));
    }

    /** A transaction of rules ends with the message of its generation, which names the thread that made it. */
    private static boolean foreign(Message message) {
        if (message.type() != NEW_GENERATION) {
            return false;
        }
        byte[] thread = message.attributes(NFNETLINK_HEADER)
                .bytes(GENERATION_THREAD)
                .filter(bytes -> bytes.length == 4)
                .orElse(new byte[4]);
        return !Files.exists(Path.of(
                "/proc/self/task", Integer.toString(ByteBuffer.wrap(thread).getInt())));
    }

    private Subject subject(Message message) {
        if (rules) {
            return Subject.NFTABLES;
        }
        return switch (message.type()) {
            case Rtnetlink.NEWADDR, Rtnetlink.DELADDR -> Subject.ADDRESSES;
            case Rtnetlink.NEWROUTE, Rtnetlink.DELROUTE -> Subject.ROUTES;
            default -> Subject.LINKS;
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
