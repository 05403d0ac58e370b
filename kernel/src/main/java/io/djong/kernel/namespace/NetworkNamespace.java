package io.djong.kernel.namespace;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A handle on a network namespace (network_namespaces(7)), which lives at least as long as the handle is open.
 *
 * <p>A namespace is the property of a thread (setns(2), unshare(2)). Code that runs inside one runs on a platform thread
 * of its own, which then ends: no thread of a pool is ever left in the wrong place.
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final int AT_FDCWD = -100;
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final long MS_BIND = 0x1000;
    private static final int MNT_DETACH = 2;
    private static final String OWN = "/proc/thread-self/ns/net";

    private final Fd fd;

    private NetworkNamespace(Fd fd) {
        this.fd = fd;
    }

    /** Opens the namespace bound at a path, or that of a process by {@code /proc/PID/ns/net}. */
    public static NetworkNamespace open(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Syscall.string(arena, path.toString());
            long fd = Syscall.raw(Sysno.OPENAT, AT_FDCWD, Syscall.address(name), O_RDONLY_CLOEXEC, 0);
            return new NetworkNamespace(Fd.own((int) Syscall.check(fd, "open network namespace", path)));
        }
    }

    /** Opens the calling thread's own namespace. */
    public static NetworkNamespace current() {
        return open(Path.of(OWN));
    }

    /**
     * Makes a namespace, which its handle keeps, and runs code inside it, on a thread that ends with it. If the code fails,
     * nothing is left.
     */
    public static <T> T create(Function<NetworkNamespace, T> inside) {
        return OwnThread.run("netns", () -> {
            Syscall.check(Syscall.raw(Sysno.UNSHARE, CLONE_NEWNET), "unshare", "network namespace");
            NetworkNamespace namespace = current();
            try {
                return inside.apply(namespace);
            } catch (RuntimeException | Error e) {
                namespace.close();
                throw e;
            }
        });
    }

    /**
     * Binds the namespace at a path, where it stays without a handle. If that fails, nothing is left there.
     *
     * @param path the file is made and must not exist, its directory must
     */
    public void bind(Path path) {
        makeFile(path);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = Syscall.string(arena, "/proc/self/fd/" + fd.number());
            MemorySegment target = Syscall.string(arena, path.toString());
            long result = Syscall.raw(Sysno.MOUNT, Syscall.address(source), Syscall.address(target), 0, MS_BIND, 0);
            Syscall.check(result, "bind network namespace at", path);
        } catch (RuntimeException e) {
            removeAfter(e, path);
            throw e;
        }
    }

    /** Runs code in a new namespace that is kept by nothing else and goes with the code's end. */
    public static void runInNew(Runnable inside) {
        OwnThread.run("netns", () -> {
            Syscall.check(Syscall.raw(Sysno.UNSHARE, CLONE_NEWNET), "unshare", "network namespace");
            inside.run();
            return true;
        });
    }

    /** Runs code inside the namespace, on a thread that ends with it. */
    public <T> T call(Supplier<T> inside) {
        int number = fd.number();
        return OwnThread.run("netns", () -> {
            Syscall.check(Syscall.raw(Sysno.SETNS, number, CLONE_NEWNET), "enter network namespace", fd);
            return inside.get();
        });
    }

    /** The descriptor, for netlink messages and for processes that are to be started inside. It stays this handle's. */
    public Fd fd() {
        return fd;
    }

    /**
     * Takes the namespace from its path: it is unmounted, the file deleted. It ends when no process and no descriptor is
     * left in it, and its links with it. A path at which nothing is does no harm.
     */
    public static void remove(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Syscall.string(arena, path.toString());
            long result = Syscall.raw(Sysno.UMOUNT2, Syscall.address(name), MNT_DETACH);
            if (!Syscall.failed(result, Errno.EINVAL) && !Syscall.failed(result, Errno.ENOENT)) {
                Syscall.check(result, "unmount network namespace", path);
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("delete " + path, e);
        }
    }

    private static void makeFile(Path path) {
        try {
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            throw new KernelException(Errno.EEXIST, "create network namespace", path.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("create " + path, e);
        }
    }

    private static void removeAfter(Throwable failure, Path path) {
        try {
            remove(path);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
