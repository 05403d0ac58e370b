package io.djong.kernel.mount;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Set;

/** A mount that has a descriptor but no place yet; closing it unattached frees it. */
final class DetachedMount implements AutoCloseable {
    /** struct mount_attr (linux/mount.h). */
    static final int ATTR_SIZE = 32;

    static final int ATTR_SET = 0;
    static final int ATTR_USERNS = 24;

    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int OPEN_TREE_CLONE = 1;
    private static final int OPEN_TREE_CLOEXEC = 02000000;
    private static final int MOUNT_ATTR_IDMAP = 0x100000;
    private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
    private static final int MOVE_MOUNT_T_SYMLINKS = 0x10;

    private final Fd fd;
    private final String label;

    DetachedMount(Fd fd, String label) {
        this.fd = fd;
        this.label = label;
    }

    /** open_tree(2) with OPEN_TREE_CLONE. */
    static DetachedMount copyOf(Path source, Reach reach) {
        try (Arena arena = Arena.ofConfined()) {
            long path = Syscall.string(arena, source.toString()).address();
            int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | reach.at();
            long result = Syscall.raw(Sysno.OPEN_TREE, AT_FDCWD, path, flags);
            Syscall.check(result, "open mount tree of", source);
            return new DetachedMount(Fd.own((int) result), source.toString());
        }
    }

    void restrict(Set<MountFlag> flags, Reach reach) {
        setAttributes(fd.number(), "", AT_EMPTY_PATH, flags, reach, label);
    }

    /** Shows every file as that of whom its owner is outside a user namespace (Linux 5.12). */
    void shift(Fd userNamespace, Reach reach) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTR_SIZE, 8);
            attributes.set(JAVA_LONG, ATTR_SET, MOUNT_ATTR_IDMAP);
            attributes.set(JAVA_LONG, ATTR_USERNS, userNamespace.number());
            change(fd.number(), "", AT_EMPTY_PATH | reach.at(), attributes, label);
        }
    }

    /** mount_setattr(2) on an attached mount. */
    static void restrict(Path target, Set<MountFlag> flags, Reach reach) {
        setAttributes(AT_FDCWD, target.toString(), 0, flags, reach, target.toString());
    }

    /** move_mount(2); the target is followed where it is a link, as mount(2) does. */
    void attach(Path target) {
        try (Arena arena = Arena.ofConfined()) {
            long empty = Syscall.string(arena, "").address();
            long path = Syscall.string(arena, target.toString()).address();
            int flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS;
            long result = Syscall.raw(Sysno.MOVE_MOUNT, fd.number(), empty, AT_FDCWD, path, flags);
            Syscall.check(result, "mount " + label + " on", target);
        }
    }

    private static void setAttributes(
            int directory, String path, int at, Set<MountFlag> flags, Reach reach, String label) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTR_SIZE, 8);
            int set = flags.stream().mapToInt(MountFlag::attribute).reduce(0, (a, b) -> a | b);
            attributes.set(JAVA_LONG, ATTR_SET, set);
            change(directory, path, at | reach.at(), attributes, label);
        }
    }

    private static void change(int directory, String path, int at, MemorySegment attributes, String label) {
        try (Arena arena = Arena.ofConfined()) {
            long name = Syscall.string(arena, path).address();
            long result = Syscall.raw(Sysno.MOUNT_SETATTR, directory, name, at, attributes.address(), ATTR_SIZE);
            Syscall.check(result, "set mount attributes of", label);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
