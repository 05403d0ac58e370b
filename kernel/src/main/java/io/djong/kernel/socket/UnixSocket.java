package io.djong.kernel.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.event.Poller;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connected unix(7) socket of packets or of a stream. One thread may send while another receives; not two of a kind.
 * Any thread may close it: the descriptor stays open until those inside have left, so that the event of its end reaches
 * them (an epoll forgets a descriptor that is closed) and none of them uses a number that is another's by then.
 *
 * <p>Failures of a connection that was made are {@link IOException}s; those of making it are {@link
 * io.djong.kernel.KernelException}s.
 */
public final class UnixSocket implements AutoCloseable {
    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SHUT_RD = 0;
    private static final int SHUT_WR = 1;
    private static final int SHUT_RDWR = 2;
    private static final int BUFFER = 32 * 1024;

    /** The most that {@link #send} sends as one packet. */
    public static final int LARGEST = BUFFER;

    private static final long RETRY_MILLIS = 2;
    private static final int RETRIES = 500;

    // struct msghdr and struct cmsghdr on 64-bit Linux.
    private static final int MSGHDR_SIZE = 56;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;
    private static final int CMSG_SPACE = 24;
    private static final int SCM_RIGHTS = 1;
    private static final int SOL_SOCKET = 1;

    /** What keeps together what was sent together. */
    public enum Kind {
        STREAM(1),
        DATAGRAM(2),
        SEQPACKET(5);

        final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    private final Fd fd;
    private final Poller poller;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The owner, until it closes, and the threads inside; the last to leave closes the descriptor. */
    private final AtomicInteger holders = new AtomicInteger(1);

    private final MemorySegment sending = Arena.ofAuto().allocate(BUFFER);
    private final MemorySegment receiving = Arena.ofAuto().allocate(BUFFER);

    UnixSocket(Fd fd, Poller poller) {
        this.fd = fd;
        this.poller = poller;
    }

    static Fd open(Kind kind, Path path) {
        long result = Syscall.raw(Sysno.SOCKET, UnixAddress.AF_UNIX, kind.number | CLOEXEC_NONBLOCK, 0);
        return Fd.own((int) Syscall.check(result, "socket for", path));
    }

    /**
     * Connects. Where the listener's backlog is full, tries again for about a second.
     *
     * @throws io.djong.kernel.KernelException ENOENT without a socket, ECONNREFUSED without a listener
     */
    public static UnixSocket connect(Path path, Kind kind, Poller poller) throws InterruptedException {
        Fd fd = open(kind, path);
        try (Arena arena = Arena.ofConfined();
                UnixAddress address = UnixAddress.of(arena, path)) {
            long result = Syscall.raw(Sysno.CONNECT, fd.number(), address.address(), address.size());
            for (int i = 0; i < RETRIES && Syscall.failed(result, Errno.EAGAIN); i++) {
                Thread.sleep(RETRY_MILLIS);
                result = Syscall.raw(Sysno.CONNECT, fd.number(), address.address(), address.size());
            }
            Syscall.check(result, "connect", path);
            return new UnixSocket(fd, poller);
        } catch (InterruptedException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** Sends all of it: on packets as one packet, of at most {@value #BUFFER} bytes. Parks while there is no room. */
    public void send(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        enterOrFail("send");
        try {
            int done = 0;
            do {
                int part = Math.min(length - done, BUFFER);
                MemorySegment.copy(from, offset + done, sending, JAVA_BYTE, 0, part);
                done += sendSome(part);
            } while (done < length);
        } finally {
            leave();
        }
    }

    /** Sends a packet without bytes but with a descriptor, of a file in memory that holds these bytes and is sealed. */
    public void sendAsFile(byte[] bytes) throws IOException {
        enterOrFail("send descriptor");
        try (Arena arena = Arena.ofConfined();
                Fd file = SealedFile.of(bytes)) {
            MemorySegment control = arena.allocate(CMSG_SPACE, 8);
            control.set(JAVA_LONG, 0, CMSG_DATA + Integer.BYTES);
            control.set(JAVA_INT, CMSG_LEVEL, SOL_SOCKET);
            control.set(JAVA_INT, CMSG_TYPE, SCM_RIGHTS);
            control.set(JAVA_INT, CMSG_DATA, file.number());
            MemorySegment header = arena.allocate(MSGHDR_SIZE, 8);
            header.set(ADDRESS, MSG_CONTROL, control);
            header.set(JAVA_LONG, MSG_CONTROLLEN, CMSG_SPACE);
            while (true) {
                long count = Syscall.raw(Sysno.SENDMSG, fd.number(), header.address(), MSG_NOSIGNAL);
                if (count >= 0) {
                    return;
                }
                pauseOrFail(count, "send descriptor", false);
            }
        } finally {
            leave();
        }
    }

    private int sendSome(int length) throws IOException {
        while (true) {
            long count = Syscall.raw(Sysno.SENDTO, fd.number(), sending.address(), length, MSG_NOSIGNAL, 0, 0);
            if (count >= 0) {
                return (int) count;
            }
            pauseOrFail(count, "send", false);
        }
    }

    /**
     * Receives a packet, or some of a stream. What does not fit of a packet is lost.
     *
     * @return how many bytes; -1 at the end, also where the other side is gone without having read all that was sent
     */
    public int receive(byte[] into) throws IOException {
        if (!enter()) {
            return -1;
        }
        try {
            return receiveSome(into, Math.min(into.length, BUFFER));
        } finally {
            leave();
        }
    }

    private int receiveSome(byte[] into, int most) throws IOException {
        while (true) {
            long count = Syscall.raw(Sysno.RECVFROM, fd.number(), receiving.address(), most, 0, 0, 0);
            if (count == 0) {
                return -1;
            }
            if (Syscall.failed(count, Errno.ECONNRESET)) {
                continue; // told once, ahead of what is still to be received
            }
            if (count > 0) {
                MemorySegment.copy(receiving, JAVA_BYTE, 0, into, 0, (int) count);
                return (int) count;
            }
            pauseOrFail(count, "receive", true);
        }
    }

    /** Receives one descriptor (SCM_RIGHTS), with whatever bytes carry it. @return empty at the end of the stream */
    public Optional<Fd> receiveDescriptor() throws IOException {
        if (!enter()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment iov = arena.allocate(16, 8);
            iov.set(JAVA_LONG, 0, receiving.address());
            iov.set(JAVA_LONG, 8, BUFFER);
            MemorySegment control = arena.allocate(CMSG_SPACE, 8);
            MemorySegment header = arena.allocate(MSGHDR_SIZE, 8);
            header.set(ADDRESS, MSG_IOV, iov);
            header.set(JAVA_LONG, MSG_IOVLEN, 1);
            header.set(ADDRESS, MSG_CONTROL, control);
            while (true) {
                header.set(JAVA_LONG, MSG_CONTROLLEN, CMSG_SPACE);
                long count = Syscall.raw(Sysno.RECVMSG, fd.number(), header.address(), MSG_CMSG_CLOEXEC);
                if (count < 0) {
                    pauseOrFail(count, "receive descriptor", true);
                } else if (header.get(JAVA_LONG, MSG_CONTROLLEN) >= CMSG_DATA + Integer.BYTES
                        && control.get(JAVA_INT, CMSG_TYPE) == SCM_RIGHTS) {
                    return Optional.of(Fd.own(control.get(JAVA_INT, CMSG_DATA)));
                } else if (count == 0) {
                    return Optional.empty();
                }
            }
        } finally {
            leave();
        }
    }

    private void pauseOrFail(long result, String operation, boolean reading) throws IOException {
        if (Syscall.failed(result, Errno.EINTR)) {
            return;
        }
        if (!Syscall.failed(result, Errno.EAGAIN)) {
            throw new IOException(operation + ": " + Errno.of((int) -result).text());
        }
        try {
            if (reading) {
                poller.awaitReadable(fd);
            } else {
                poller.awaitWritable(fd);
            }
        } catch (InterruptedException e) {
            throw Poller.interrupted(operation, e);
        }
    }

    /** Says that nothing more will be sent: the other side reads the end. */
    public void shutdownOutput() {
        shutdown(SHUT_WR);
    }

    /** Takes nothing more: the other side fails to send. */
    public void shutdownInput() {
        shutdown(SHUT_RD);
    }

    private void shutdown(int directions) {
        if (enter()) {
            Syscall.raw(Sysno.SHUTDOWN, fd.number(), directions);
            leave();
        }
    }

    /** Closes; a thread that waits inside a method of this socket is woken and finds the end. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Syscall.raw(Sysno.SHUTDOWN, fd.number(), SHUT_RDWR);
            leave();
        }
    }

    /** Takes a hold of the descriptor, to be given back by {@link #leave}. @return false if it is closed */
    private boolean enter() {
        int now = holders.get();
        while (now > 0 && !closed.get()) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    private void enterOrFail(String operation) throws IOException {
        if (!enter()) {
            throw new IOException(operation + ": the socket is closed");
        }
    }

    private void leave() {
        if (holders.decrementAndGet() == 0) {
            fd.close();
        }
    }
}
