package io.djong.kernel.mount;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import io.djong.kernel.file.FileStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mounts in the calling thread's mount namespace. Targets must exist and are resolved as this process sees them; a
 * caller with a hostile path passes a {@link io.djong.kernel.file.FileHandle#procPath}.
 *
 * <p>All throw {@link KernelException}, naming what was mounted where and the kernel's reason.
 */
public final class Mounts {
    private static final int MS_REMOUNT = 1 << 5;
    private static final int MS_BIND = 1 << 12;
    private static final int MS_MOVE = 1 << 13;
    private static final int UMOUNT_NOFOLLOW = 8;

    private Mounts() {}

    /**
     * Mounts a file system of any type (mount(2)).
     *
     * @param data its options, comma separated, may be empty
     */
    public static void mount(String type, String source, Path target, Set<MountFlag> flags, String data) {
        Syscall.check(tryMount(source, target, type, classic(flags), data), "mount " + type + " on", target);
    }

    /**
     * Mounts a tmpfs.
     *
     * @param size its bound in bytes
     */
    public static void tmpfs(Path target, long size, int permissions, Set<MountFlag> flags) {
        mount("tmpfs", "tmpfs", target, flags, "size=%d,mode=%o".formatted(size, permissions));
    }

    /** Mounts an overlay, however many layers it has. */
    public static void overlay(OverlayMount overlay, Path target) {
        OverlayMounter.mount(overlay, target);
    }

    /** Makes a tree visible at a second place. */
    public static void bind(Path source, Path target, Reach reach) {
        long result = tryMount(source.toString(), target, "", MS_BIND | reach.classic(), "");
        Syscall.check(result, "bind " + source + " on", target);
    }

    /**
     * Makes a tree visible at a second place with restrictions, which hold from the first moment on (open_tree(2),
     * mount_setattr(2), from Linux 5.12; before it they come a moment later and hold for the topmost mount only).
     */
    public static void bind(Path source, Path target, Reach reach, Set<MountFlag> flags) {
        if (flags.isEmpty()) {
            bind(source, target, reach);
            return;
        }
        try (DetachedMount tree = DetachedMount.copyOf(source, reach)) {
            tree.restrict(flags, reach);
            tree.attach(target);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOSYS)) {
                throw e;
            }
            bind(source, target, reach);
            remount(target, flags);
        }
    }

    /**
     * Makes a tree visible at a second place where every file is that of whom its owner, a user inside the namespace, is
     * outside it, and whatever is written there the reverse (mount_setattr(2), MOUNT_ATTR_IDMAP, from Linux 5.12; below
     * an overlay from 5.19).
     *
     * @param userNamespace a descriptor of it
     */
    public static void shifted(Path source, Path target, Reach reach, Fd userNamespace) {
        try (DetachedMount tree = DetachedMount.copyOf(source, reach)) {
            tree.shift(userNamespace, reach);
            tree.attach(target);
        }
    }

    /** Adds restrictions to a mount. */
    public static void restrict(Path target, Set<MountFlag> flags, Reach reach) {
        DetachedMount.restrict(target, flags, reach);
    }

    /** Moves a mount elsewhere; its parent must not be shared. */
    public static void move(Path from, Path to) {
        Syscall.check(tryMount(from.toString(), to, "", MS_MOVE, ""), "move mount " + from + " to", to);
    }

    public static void propagation(Path target, Propagation propagation, Reach reach) {
        long result = tryMount("none", target, "", propagation.flag() | reach.classic(), "");
        Syscall.check(result, "change propagation of", target);
    }

    /**
     * Unmounts the topmost mount at a path, not following a symbolic link (umount2(2)).
     *
     * @return false if nothing is mounted there, or there is no such path
     */
    public static boolean unmount(Path target, UnmountFlag... flags) {
        int all = Arrays.stream(flags).mapToInt(UnmountFlag::flag).reduce(UMOUNT_NOFOLLOW, (a, b) -> a | b);
        try (Arena arena = Arena.ofConfined()) {
            long path = Syscall.string(arena, target.toString()).address();
            long result = Syscall.raw(Sysno.UMOUNT2, path, all);
            if (Syscall.failed(result, Errno.EINVAL) || Syscall.failed(result, Errno.ENOENT)) {
                return false;
            }
            Syscall.check(result, "unmount", target);
            return true;
        }
    }

    /** Whether something is mounted at the path; false if it does not exist (statx(2), from Linux 5.8). */
    public static boolean isMountPoint(Path path) {
        return FileStat.find(path).map(FileStat::mountRoot).orElse(false);
    }

    /** All mounts of this process's namespace, in the order in which they were made. */
    public static List<MountInfo> list() {
        return read(Path.of("/proc/self/mountinfo"));
    }

    /** All mounts that another process sees. */
    public static List<MountInfo> listOf(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "mountinfo"));
    }

    /** The mount that a path is on: the one deepest down the path, the last made where several are. */
    public static Optional<MountInfo> containing(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        MountInfo best = null;
        for (MountInfo mount : list()) {
            boolean above = absolute.startsWith(mount.mountPoint());
            if (above
                    && (best == null
                            || mount.mountPoint().length() >= best.mountPoint().length())) {
                best = mount;
            }
        }
        return Optional.ofNullable(best);
    }

    static long tryMount(String source, Path target, String type, int flags, String data) {
        try (Arena arena = Arena.ofConfined()) {
            return Syscall.raw(
                    Sysno.MOUNT,
                    Syscall.string(arena, source).address(),
                    Syscall.string(arena, target.toString()).address(),
                    Syscall.string(arena, type).address(),
                    flags,
                    Syscall.string(arena, data).address());
        }
    }

    static int classic(Set<MountFlag> flags) {
        return flags.stream().mapToInt(MountFlag::classic).reduce(0, (a, b) -> a | b);
    }

    private static void remount(Path target, Set<MountFlag> flags) {
        long result = tryMount("none", target, "", MS_REMOUNT | MS_BIND | classic(flags), "");
        Syscall.check(result, "remount", target);
    }

    private static List<MountInfo> read(Path table) {
        try {
            return MountInfo.parseTable(Files.readAllBytes(table));
        } catch (IOException e) {
            throw new UncheckedIOException("read " + table, e);
        }
    }
}
