package io.djong.kernel.socket;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Keeps a port from other programs: a socket that is bound (ip(7)) and does nothing else. It does not listen, so a
 * connection that reaches it is refused. Whoever inherits the descriptor holds the port on.
 */
public final class HeldPort {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_RCVBUF = 8;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    /** A transport protocol, with its socket type. */
    public enum Transport {
        TCP(1, 6),
        UDP(2, 17),
        SCTP(1, 132);

        private final int type;
        private final int protocol;

        Transport(int type, int protocol) {
            this.type = type;
            this.protocol = protocol;
        }
    }

    private HeldPort() {}

    /**
     * Binds a port in the calling thread's network namespace.
     *
     * @throws KernelException EADDRINUSE if another socket has it, EADDRNOTAVAIL if the address is not the host's
     */
    public static Fd bind(Transport transport, InetAddress address, int port) {
        boolean v6 = address.getAddress().length == 16;
        long socket =
                Syscall.raw(Sysno.SOCKET, v6 ? AF_INET6 : AF_INET, transport.type | SOCK_CLOEXEC, transport.protocol);
        Fd fd = Fd.own((int) Syscall.check(socket, "socket", transport));
        try {
            prepare(fd, transport, v6);
            bind(fd, v6 ? v6(address, port) : v4(address, port), address.getHostAddress() + ":" + port);
            // From here on nobody shares the port, not even a program that would reuse it.
            option(fd, SOL_SOCKET, SO_REUSEADDR, 0);
            return fd;
        } catch (KernelException e) {
            fd.close();
            throw e;
        }
    }

    private static void prepare(Fd fd, Transport transport, boolean v6) {
        if (v6) {
            option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        }
        if (transport == Transport.UDP) {
            // What arrives by mistake is never read; the kernel rounds up to its minimum.
            option(fd, SOL_SOCKET, SO_RCVBUF, 0);
        } else {
            // Connections of an earlier holder that linger in TIME_WAIT do not count; one that listens still does.
            option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
        }
    }

    private static void bind(Fd fd, byte[] address, String subject) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
            long result = Syscall.raw(Sysno.BIND, fd.number(), Syscall.address(segment), address.length);
            if (result < 0) {
                throw new KernelException(Errno.of((int) -result), "bind", subject);
            }
        }
    }

    /** struct sockaddr_in, 16 bytes: the family in the host's order, port and address in the network's. */
    static byte[] v4(InetAddress address, int port) {
        return header(16, AF_INET, port).put(address.getAddress()).array();
    }

    /** struct sockaddr_in6, 28 bytes: the address comes after the flow label. */
    static byte[] v6(InetAddress address, int port) {
        return header(28, AF_INET6, port).putInt(0).put(address.getAddress()).array();
    }

    private static ByteBuffer header(int size, int family, int port) {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        return buffer.order(ByteOrder.nativeOrder())
                .putShort((short) family)
                .order(ByteOrder.BIG_ENDIAN)
                .putShort((short) port);
    }

    private static void option(Fd fd, int level, int name, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(ValueLayout.JAVA_INT, value);
            long result = Syscall.raw(Sysno.SETSOCKOPT, fd.number(), level, name, Syscall.address(number), 4);
            Syscall.check(result, "set socket option", name);
        }
    }
}
