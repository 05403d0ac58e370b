package io.djong.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * What statfs(2) says of a file system.
 *
 * @param magic its kind, as {@link #EXT4}
 * @param blockSize the unit of the block counts, in bytes
 * @param blocksAvailable to unprivileged users
 */
public record FileSystemStat(
        long magic, long blockSize, long blocks, long blocksFree, long blocksAvailable, long files, long filesFree) {

    public static final long EXT4 = 0xef53;
    public static final long XFS = 0x58465342;
    public static final long BTRFS = 0x9123683eL;
    public static final long TMPFS = 0x01021994;
    public static final long OVERLAY = 0x794c7630;
    public static final long NFS = 0x6969;
    public static final long CGROUP2 = 0x63677270;

    /** What is no files but the kernel's talk: proc, sysfs, both cgroups, devpts, mqueue (linux/magic.h). */
    private static final Set<Long> KERNEL = Set.of(0x9fa0L, 0x62656572L, 0x27e0ebL, CGROUP2, 0x1cd1L, 0x19800202L);

    /** struct statfs of a 64-bit machine: all of its fields are words (asm-generic/statfs.h). */
    static final int SIZE = 120;

    static final int TYPE = 0;
    static final int BSIZE = 8;
    static final int BLOCKS = 16;
    static final int BFREE = 24;
    static final int BAVAIL = 32;
    static final int FILES = 40;
    static final int FFREE = 48;

    /** Whether it shows the kernel's state, and stores nothing. */
    public boolean isKernels() {
        return KERNEL.contains(magic);
    }

    /** The kind in the words of mount(8), or its number in hexadecimal. */
    public String kind() {
        if (magic == EXT4) {
            return "extfs";
        } else if (magic == XFS) {
            return "xfs";
        } else if (magic == BTRFS) {
            return "btrfs";
        } else if (magic == TMPFS) {
            return "tmpfs";
        } else if (magic == OVERLAY) {
            return "overlayfs";
        }
        return "0x" + Long.toHexString(magic);
    }

    static FileSystemStat read(MemorySegment statfs) {
        return new FileSystemStat(
                statfs.get(JAVA_LONG, TYPE),
                statfs.get(JAVA_LONG, BSIZE),
                statfs.get(JAVA_LONG, BLOCKS),
                statfs.get(JAVA_LONG, BFREE),
                statfs.get(JAVA_LONG, BAVAIL),
                statfs.get(JAVA_LONG, FILES),
                statfs.get(JAVA_LONG, FFREE));
    }
}
