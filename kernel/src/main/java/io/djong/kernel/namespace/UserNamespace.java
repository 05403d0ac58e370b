package io.djong.kernel.namespace;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** A handle on a user namespace (user_namespaces(7)), which lives at least as long as the handle is open. */
public final class UserNamespace implements AutoCloseable {
    private static final int AT_FDCWD = -100;
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int NS_GET_USERNS = 0xb701;
    private static final Path OWN = Path.of("/proc/self/ns/user");

    private final Fd fd;

    private UserNamespace(Fd fd) {
        this.fd = fd;
    }

    /** Opens that of a process which has not been reaped. */
    public static UserNamespace of(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            String path = "/proc/" + pid + "/ns/user";
            long name = Syscall.string(arena, path).address();
            long fd = Syscall.raw(Sysno.OPENAT, AT_FDCWD, name, O_RDONLY_CLOEXEC, 0);
            return new UserNamespace(Fd.own((int) Syscall.check(fd, "open user namespace", path)));
        }
    }

    /** Opens the one to which a network namespace belongs, whose root may change that (ioctl_ns(2)). */
    public static UserNamespace owning(NetworkNamespace network) {
        long fd = Syscall.raw(Sysno.IOCTL, network.fd().number(), NS_GET_USERNS);
        return new UserNamespace(Fd.own((int) Syscall.check(fd, "find the owner of", "network namespace")));
    }

    /** Whether it is this process's own. */
    public boolean isOwn() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number()))
                    .equals(Files.readSymbolicLink(OWN));
        } catch (IOException e) {
            throw new UncheckedIOException("compare user namespaces", e);
        }
    }

    /** Where other processes find it while this handle is open. */
    public Path path() {
        return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + fd.number());
    }

    /** The descriptor. It stays this handle's. */
    public Fd fd() {
        return fd;
    }

    @Override
    public void close() {
        fd.close();
    }
}
