package io.djong.network;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.socket.HeldPort;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who has which port of the host: our own sandboxes by this table, other programs by the attempt to bind. Safe for use
 * by many threads.
 */
final class PortTable {
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Binder binder;
    private final int first;
    private final int last;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Slot, Set<Ipv4>> taken = new HashMap<>(); // guarded by lock
    private final Map<Slot, Long> released = new HashMap<>(); // guarded by lock; when, by System.nanoTime
    private int next; // guarded by lock

    private record Slot(Protocol protocol, int port) {}

    /** Binds a port for good; {@link KernelException} where another has it. */
    interface Binder {
        Fd bind(Protocol protocol, Ipv4 address, int port);
    }

    /** A port that is ours, and the socket that holds it: nothing where a process that outlived us holds it. */
    record Claim(PublishedPort port, Optional<Fd> holder) {}

    PortTable(Binder binder, int first, int last) {
        this.binder = binder;
        this.first = first;
        this.last = last;
        this.next = first;
    }

    /** A table over the kernel's sockets, which picks ports from the kernel's range for it. */
    static PortTable ofKernel() {
        int[] range = ephemeralRange();
        return new PortTable(PortTable::hold, range[0], range[1]);
    }

    /**
     * Claims a port. One that was ours a moment ago may still be held by the monitor of its container, which is about to
     * end; that is waited for.
     *
     * @throws Internal in Docker's words, if it is taken
     */
    Claim claim(PortRequest request) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return claimNow(request);
            } catch (Internal e) {
                if (!releasedLately(request) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Whether another attempt may succeed: the port is not ours, and was until lately. */
    private boolean releasedLately(PortRequest request) {
        lock.lock();
        try {
            Slot slot = new Slot(request.protocol(), request.firstHostPort());
            long now = System.nanoTime();
            released.values().removeIf(when -> now - when > PATIENCE.toNanos());
            return released.containsKey(slot) && !taken.containsKey(slot);
        } finally {
            lock.unlock();
        }
    }

    private Claim claimNow(PortRequest request) {
        lock.lock();
        try {
            if (request.firstHostPort() == 0) {
                return claimAny(request);
            }
            RuntimeException refusal = new Internal("no port");
            for (int port = request.firstHostPort(); port <= request.lastHostPort(); port++) {
                try {
                    return claim(request, port);
                } catch (Internal e) {
                    refusal = e;
                }
            }
            throw refusal;
        } finally {
            lock.unlock();
        }
    }

    /** Takes up a claim of an earlier run. The port may be held by the process that was made to hold it: then all is well. */
    Claim adopt(PublishedPort port) {
        lock.lock();
        try {
            holders(port).add(port.hostIp());
            return new Claim(port, Optional.of(binder.bind(port.protocol(), port.hostIp(), port.hostPort())));
        } catch (KernelException e) {
            return new Claim(port, Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    /** Gives a port back and closes its socket. */
    void release(Claim claim) {
        lock.lock();
        try {
            Set<Ipv4> holders = holders(claim.port());
            holders.remove(claim.port().hostIp());
            if (holders.isEmpty()) {
                Slot slot = new Slot(claim.port().protocol(), claim.port().hostPort());
                taken.remove(slot);
                released.put(slot, System.nanoTime());
            }
            claim.holder().ifPresent(Fd::close);
        } finally {
            lock.unlock();
        }
    }

    private Claim claimAny(PortRequest request) {
        int refused = 0;
        while (refused <= last - first) {
            int port = next;
            next = next == last ? first : next + 1;
            try {
                return claim(request, port);
            } catch (Internal taken) {
                refused++; // somebody has it: the next
            }
        }
        throw new Internal("all ports are allocated");
    }

    private Claim claim(PortRequest request, int hostPort) {
        PublishedPort port = new PublishedPort(request.protocol(), request.containerPort(), request.hostIp(), hostPort);
        Set<Ipv4> holders = holders(port);
        boolean clash = port.hostIp().isAny()
                ? !holders.isEmpty()
                : holders.contains(port.hostIp()) || holders.contains(Ipv4.ANY);
        if (clash) {
            throw new Internal("Bind for " + port.hostIp() + ":" + hostPort + " failed: port is already allocated");
        }
        try {
            Fd holder = binder.bind(port.protocol(), port.hostIp(), hostPort);
            holders.add(port.hostIp());
            return new Claim(port, Optional.of(holder));
        } catch (KernelException e) {
            if (holders.isEmpty()) {
                taken.remove(new Slot(port.protocol(), hostPort));
            }
            String place = port.hostIp() + ":" + hostPort + "/" + port.protocol();
            throw new Internal(
                    "failed to bind host port " + place + ": " + e.errno().text());
        }
    }

    private Set<Ipv4> holders(PublishedPort port) {
        return taken.computeIfAbsent(new Slot(port.protocol(), port.hostPort()), _ -> new HashSet<>());
    }

    private static Fd hold(Protocol protocol, Ipv4 address, int port) {
        HeldPort.Transport transport = switch (protocol) {
            case TCP -> HeldPort.Transport.TCP;
            case UDP -> HeldPort.Transport.UDP;
            case SCTP -> HeldPort.Transport.SCTP;
        };
        try {
            return HeldPort.bind(transport, InetAddress.getByAddress(address.bytes()), port);
        } catch (UnknownHostException e) {
            throw new KernelException(Errno.EINVAL, "bind", address.toString());
        }
    }

    private static int[] ephemeralRange() {
        try {
            String[] parts = Files.readString(EPHEMERAL).strip().split("\\s+", -1);
            return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return new int[] {32768, 60999};
        }
    }
}
