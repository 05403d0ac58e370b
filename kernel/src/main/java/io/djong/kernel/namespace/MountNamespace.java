package io.djong.kernel.namespace;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import io.djong.kernel.file.Directory;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.Propagation;
import io.djong.kernel.mount.Reach;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A mount namespace (mount_namespaces(7)) as seen from outside: its root, below which its mounts are crossed like those
 * of one's own. It stands, mounts and all, as long as the handle is open; nothing of one that was made here is left when
 * the handle is closed, or its process dies.
 */
public final class MountNamespace implements AutoCloseable {
    private static final int AT_FDCWD = -100;
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_FS = 0x200;
    private static final int CLONE_NEWNS = 0x20000;
    private static final int MNT_DETACH = 2;
    private static final Path ROOT = Path.of("/");

    private final Fd namespace;
    private final Directory root;

    private MountNamespace(Fd namespace, Directory root) {
        this.namespace = namespace;
        this.root = root;
    }

    /**
     * Opens that of a process. The root is the namespace's own, whatever the process has made its root.
     *
     * @param pid of a process that has not been reaped: else the number may be another's by now
     */
    public static MountNamespace of(long pid) {
        Fd namespace = open("/proc/" + pid + "/ns/mnt");
        try {
            Directory root = OwnThread.run("mntns", () -> {
                // A thread that shares its root directory with others may not change it.
                Syscall.check(Syscall.raw(Sysno.UNSHARE, CLONE_FS), "unshare", "file system attributes");
                Syscall.check(Syscall.raw(Sysno.SETNS, namespace.number(), CLONE_NEWNS), "enter", "mount namespace");
                return Directory.open(ROOT);
            });
            return new MountNamespace(namespace, root);
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /**
     * Makes one whose root is a mount of this process's namespace.
     *
     * @param mount where that is mounted; what changes in the one is seen in the other
     * @param furnish runs inside, with the root, to mount more there by {@link Directory#procPath}; the mounts of this
     *     process's namespace can be seen still
     */
    public static MountNamespace around(Path mount, Consumer<Directory> furnish) {
        return OwnThread.run("mntns", () -> {
            Syscall.check(Syscall.raw(Sysno.UNSHARE, CLONE_NEWNS), "unshare", "mount namespace");
            Mounts.propagation(ROOT, Propagation.SLAVE, Reach.RECURSIVE);
            Directory root = Directory.open(mount);
            Fd namespace = null;
            try {
                furnish.accept(root);
                namespace = open("/proc/thread-self/ns/mnt");
                dropOthers(root);
                return new MountNamespace(namespace, root);
            } catch (RuntimeException e) {
                root.close();
                if (namespace != null) {
                    namespace.close();
                }
                throw e;
            }
        });
    }

    /**
     * Makes the root the only mount: the copies of all others would keep those busy. pivot_root(2) puts the old root
     * over the new one, from where it is taken away.
     */
    private static void dropOthers(Directory root) {
        try (Arena arena = Arena.ofConfined()) {
            long here = Syscall.string(arena, ".").address();
            Syscall.check(Syscall.raw(Sysno.FCHDIR, root.fd().number()), "chdir", root);
            Syscall.check(Syscall.raw(Sysno.PIVOT_ROOT, here, here), "pivot_root", root);
            Syscall.check(Syscall.raw(Sysno.UMOUNT2, here, MNT_DETACH), "unmount", "the root before " + root);
        }
    }

    private static Fd open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            long name = Syscall.string(arena, path).address();
            long fd = Syscall.raw(Sysno.OPENAT, AT_FDCWD, name, O_RDONLY_CLOEXEC, 0);
            return Fd.own((int) Syscall.check(fd, "open mount namespace", path));
        }
    }

    /** Its root; closed with the handle. */
    public Directory root() {
        return root;
    }

    @Override
    public void close() {
        root.close();
        namespace.close();
    }
}
