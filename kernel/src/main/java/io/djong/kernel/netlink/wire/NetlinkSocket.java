package io.djong.kernel.netlink.wire;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A netlink socket (netlink(7)). It belongs to the network namespace of the thread that opened it, for good, so it
 * may be used from other threads, one at a time.
 *
 * <p>The kernel answers requests before the send returns, so nothing here waits, save {@link #receive} on a socket that
 * has joined groups.
 */
public final class NetlinkSocket implements AutoCloseable {
    public static final int ROUTE = 0;
    public static final int NETFILTER = 12;

    public static final int FLAG_REQUEST = 1;
    public static final int FLAG_ACK = 4;
    public static final int FLAG_DUMP = 0x300;
    public static final int FLAG_REPLACE = 0x100;
    public static final int FLAG_EXCL = 0x200;
    public static final int FLAG_CREATE = 0x400;
    public static final int FLAG_APPEND = 0x800;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final long ANSWER_SECONDS = 30;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int ADDRESS_LENGTH = 12;
    /** Dumps come in pieces of up to 32 KiB; one message of attributes may be larger. */
    private static final int RECEIVE_BUFFER = 64 << 10;

    private static final int ERROR_MESSAGE_ATTRIBUTE = 1;
    private static final int DUMP_ATTEMPTS = 10;

    private final Fd fd;

    private NetlinkSocket(Fd fd) {
        this.fd = fd;
    }

    /** What the kernel said to one request: the error, or null for success; and its explanation, or an empty text. */
    public record Answer(int sequence, int error, String explanation) {
        public boolean failed() {
            return error != 0;
        }
    }

    /** Opens a socket in the calling thread's network namespace. */
    public static NetlinkSocket open(int protocol) {
        long result = Syscall.raw(Sysno.SOCKET, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
        Fd fd = Fd.own((int) Syscall.check(result, "socket", "netlink"));
        NetlinkSocket socket = new NetlinkSocket(fd);
        // Explanations are a comfort, not a need: their absence on an old kernel is no error.
        socket.option(NETLINK_EXT_ACK, 1);
        socket.option(NETLINK_CAP_ACK, 1);
        socket.deadline();
        return socket;
    }

    /** Has the kernel check dump requests and honour the filters in them. */
    public NetlinkSocket strict() {
        option(NETLINK_GET_STRICT_CHK, 1);
        return this;
    }

    /** Joins a multicast group, by number. The socket is bound first: one without an address hears nothing. */
    public void join(int group) {
        try (Arena arena = Arena.ofConfined()) {
            long bound = Syscall.raw(Sysno.BIND, fd.number(), Syscall.address(address(arena)), ADDRESS_LENGTH);
            if (!Syscall.failed(bound, Errno.EINVAL)) { // it is bound already
                Syscall.check(bound, "bind", "netlink");
            }
        }
        Syscall.check(option(NETLINK_ADD_MEMBERSHIP, group), "join netlink group", group);
    }

    public Fd fd() {
        return fd;
    }

    /** Sends messages that ask for acknowledgement and gathers the answers, as many as were asked for. */
    public List<Answer> request(byte[] messages, int answers) {
        send(messages);
        List<Answer> gathered = new ArrayList<>();
        while (gathered.size() < answers) {
            for (Message message : Message.parse(receive())) {
                if (message.type() == Message.ERROR) {
                    gathered.add(answer(message));
                }
            }
        }
        return gathered;
    }

    /** Sends one request, which asks for acknowledgement, and returns the messages that answer it before that. */
    public List<Message> query(byte[] request, String what) {
        send(request);
        List<Message> found = new ArrayList<>();
        while (true) {
            for (Message message : Message.parse(receive())) {
                if (message.type() == Message.ERROR) {
                    Answer answer = answer(message);
                    Syscall.check(-answer.error(), what, answer.explanation());
                    return found;
                }
                found.add(message);
            }
        }
    }

    /** Sends one dump request and returns the whole of it; a dump that a change interrupted is taken again. */
    public List<Message> dump(byte[] request, String what) {
        for (int attempt = 1; ; attempt++) {
            List<Message> found = new ArrayList<>();
            send(request);
            boolean interrupted = gather(found, what);
            if (!interrupted || attempt == DUMP_ATTEMPTS) {
                return found;
            }
        }
    }

    private boolean gather(List<Message> found, String what) {
        boolean interrupted = false;
        while (true) {
            for (Message message : Message.parse(receive())) {
                interrupted |= (message.flags() & Message.FLAG_DUMP_INTERRUPTED) != 0;
                if (message.type() == Message.DONE) {
                    Syscall.check(
                            message.payload().remaining() >= 4
                                    ? message.payload().getInt(0)
                                    : 0,
                            what,
                            "");
                    return interrupted;
                }
                if (message.type() == Message.ERROR) {
                    Answer answer = answer(message);
                    Syscall.check(-answer.error(), what, answer.explanation());
                    return interrupted;
                }
                found.add(message);
            }
        }
    }

    /** One datagram. Blocks until there is one. */
    public byte[] receive() {
        return receiveOrOverrun().orElseThrow(() -> new KernelException(Errno.ENOBUFS, "receive", "netlink"));
    }

    /** One datagram, or nothing where the kernel had to drop some since the last. Blocks until it knows. */
    public Optional<byte[]> receiveOrOverrun() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(RECEIVE_BUFFER);
            long length;
            do {
                length = Syscall.raw(Sysno.RECVFROM, fd.number(), Syscall.address(buffer), RECEIVE_BUFFER, 0, 0, 0);
            } while (Syscall.failed(length, Errno.EINTR));
            if (Syscall.failed(length, Errno.ENOBUFS)) {
                return Optional.empty();
            }
            Syscall.check(length, "receive", "netlink");
            return Optional.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private void send(byte[] messages) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, messages);
            long sent = Syscall.raw(
                    Sysno.SENDTO,
                    fd.number(),
                    Syscall.address(data),
                    messages.length,
                    0,
                    Syscall.address(address(arena)),
                    ADDRESS_LENGTH);
            Syscall.check(sent, "send", "netlink");
        }
    }

    /** An answer that does not come is a defect, which must not become a thread that waits for ever (struct timeval). */
    private void deadline() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocateFrom(ValueLayout.JAVA_LONG, ANSWER_SECONDS, 0);
            long set = Syscall.raw(
                    Sysno.SETSOCKOPT, fd.number(), SOL_SOCKET, SO_RCVTIMEO, Syscall.address(time), time.byteSize());
            Syscall.check(set, "set receive timeout", "netlink");
        }
    }

    /** struct sockaddr_nl, of the kernel when sent to, of the kernel's choice when bound. */
    private static MemorySegment address(Arena arena) {
        MemorySegment address = arena.allocate(ADDRESS_LENGTH, 4);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
        return address;
    }

    private long option(int name, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(ValueLayout.JAVA_INT, value);
            return Syscall.raw(Sysno.SETSOCKOPT, fd.number(), SOL_NETLINK, name, Syscall.address(number), 4);
        }
    }

    /** Reads struct nlmsgerr: the error, the header of the request, and after it what explains the error. */
    static Answer answer(Message message) {
        int error = -message.payload().getInt(0);
        String explanation = "";
        if ((message.flags() & Message.FLAG_ACK_TLVS) != 0) {
            boolean capped = (message.flags() & Message.FLAG_CAPPED) != 0;
            int request = capped ? MessageWriter.HEADER : message.payload().getInt(4);
            explanation = message.attributes(4 + request).text(ERROR_MESSAGE_ATTRIBUTE);
        }
        return new Answer(message.sequence(), error, explanation);
    }

    @Override
    public void close() {
        fd.close();
    }
}
