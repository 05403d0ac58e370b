package io.djong.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.djong.kernel.Errno;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What statx(2) says of a file.
 *
 * @param permissions the lower 12 bits of the mode: set-id, sticky and rwx
 * @param links hard links, unsigned
 * @param size in bytes
 * @param blocks allocated, of 512 bytes each
 * @param inode the number, unique on its file system together with {@code device}
 * @param device the file system's
 * @param special the device that a device file stands for, else {@link DeviceNumber#NONE}
 * @param changed when the inode last changed (ctime)
 * @param mountRoot whether something is mounted here: the file is the root of its mount
 */
public record FileStat(
        FileType type,
        int permissions,
        Owner owner,
        long links,
        long size,
        long blocks,
        long inode,
        DeviceNumber device,
        DeviceNumber special,
        Instant accessed,
        Instant modified,
        Instant changed,
        boolean mountRoot) {

    /** struct statx: one layout on every machine (linux/stat.h). */
    static final int SIZE = 256;

    static final int ATTRIBUTES = 8;
    static final int NLINK = 16;
    static final int UID = 20;
    static final int GID = 24;
    static final int MODE = 28;
    static final int INO = 32;
    static final int SIZE_OF_FILE = 40;
    static final int BLOCKS = 48;
    static final int ATIME = 64;
    static final int CTIME = 96;
    static final int MTIME = 112;
    static final int RDEV_MAJOR = 128;
    static final int DEV_MAJOR = 136;

    /** STATX_BASIC_STATS. */
    static final int MASK = 0x7ff;

    private static final long ATTR_MOUNT_ROOT = 0x2000;

    /** What a path of our own is, its last component not followed; empty if it does not exist. */
    public static Optional<FileStat> find(Path path) {
        try (Scratch scratch = Scratch.take()) {
            long struct = scratch.struct().address();
            long name = scratch.path(path.toString());
            long result =
                    Syscall.raw(Sysno.STATX, OpenFlags.AT_FDCWD, name, OpenFlags.AT_SYMLINK_NOFOLLOW, MASK, struct);
            if (Syscall.failed(result, Errno.ENOENT)) {
                return Optional.empty();
            }
            Syscall.check(result, "stat", path);
            return Optional.of(read(scratch.struct()));
        }
    }

    /** Whether this is overlayfs's mark for a removed file: a character device 0/0. */
    public boolean isWhiteout() {
        return type == FileType.CHARACTER_DEVICE && special.equals(DeviceNumber.NONE);
    }

    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    static FileStat read(MemorySegment statx) {
        int mode = Short.toUnsignedInt(statx.get(JAVA_SHORT, MODE));
        return new FileStat(
                FileType.ofMode(mode),
                mode & 07777,
                new Owner(
                        Integer.toUnsignedLong(statx.get(JAVA_INT, UID)),
                        Integer.toUnsignedLong(statx.get(JAVA_INT, GID))),
                Integer.toUnsignedLong(statx.get(JAVA_INT, NLINK)),
                statx.get(JAVA_LONG, SIZE_OF_FILE),
                statx.get(JAVA_LONG, BLOCKS),
                statx.get(JAVA_LONG, INO),
                device(statx, DEV_MAJOR),
                device(statx, RDEV_MAJOR),
                time(statx, ATIME),
                time(statx, MTIME),
                time(statx, CTIME),
                (statx.get(JAVA_LONG, ATTRIBUTES) & ATTR_MOUNT_ROOT) != 0);
    }

    private static DeviceNumber device(MemorySegment statx, int offset) {
        return new DeviceNumber(statx.get(JAVA_INT, offset), statx.get(JAVA_INT, offset + 4L));
    }

    private static Instant time(MemorySegment statx, int offset) {
        return Instant.ofEpochSecond(statx.get(JAVA_LONG, offset), statx.get(JAVA_INT, offset + 8L));
    }
}
