package io.djong.kernel.socket;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.event.Poller;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A listening unix(7) socket. The file under its path belongs to the caller, who removes it. */
public final class UnixListener implements AutoCloseable {
    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int BACKLOG = 128;

    private final Fd fd;
    private final Path path;
    private final Poller poller;

    private UnixListener(Fd fd, Path path, Poller poller) {
        this.fd = fd;
        this.path = path;
        this.poller = poller;
    }

    /** Binds and listens. @throws io.djong.kernel.KernelException EADDRINUSE where the path exists */
    public static UnixListener bind(Path path, UnixSocket.Kind kind, Poller poller) {
        Fd fd = UnixSocket.open(kind, path);
        try (Arena arena = Arena.ofConfined();
                UnixAddress address = UnixAddress.of(arena, path)) {
            Syscall.check(Syscall.raw(Sysno.BIND, fd.number(), address.address(), address.size()), "bind", path);
            Syscall.check(Syscall.raw(Sysno.LISTEN, fd.number(), BACKLOG), "listen", path);
            return new UnixListener(fd, path, poller);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** The descriptor, to wait for; it stays this object's. */
    public Fd fd() {
        return fd;
    }

    public Path path() {
        return path;
    }

    /** Waits for a connection at most so long. @return empty if the time is over */
    public Optional<UnixSocket> accept(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long result = Syscall.raw(Sysno.ACCEPT4, fd.number(), 0, 0, CLOEXEC_NONBLOCK);
            if (Syscall.failed(result, Errno.EAGAIN)) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || !poller.awaitReadable(fd, Duration.ofNanos(left))) {
                    return Optional.empty();
                }
            } else if (!Syscall.failed(result, Errno.EINTR)) {
                Fd accepted = Fd.own((int) Syscall.check(result, "accept", path));
                return Optional.of(new UnixSocket(accepted, poller));
            }
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
