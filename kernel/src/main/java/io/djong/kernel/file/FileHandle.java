package io.djong.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open file or directory: what can be done to the inode itself. Closed by its owner. Methods may be called by
 * several threads at once, except {@link #close}. They block for as long as the file system does.
 *
 * <p>All throw {@link KernelException}, naming operation, path and cause.
 */
public abstract sealed class FileHandle implements AutoCloseable permits Directory, OpenFile {
    private final Fd fd;
    private final String label;

    FileHandle(Fd fd, String label) {
        this.fd = fd;
        this.label = label;
    }

    /** statx(2). */
    public final FileStat stat() {
        try (Scratch scratch = Scratch.take()) {
            long result = Syscall.raw(
                    Sysno.STATX,
                    number(),
                    scratch.path(""),
                    OpenFlags.AT_EMPTY_PATH,
                    FileStat.MASK,
                    scratch.struct().address());
            require(result, "stat");
            return FileStat.read(scratch.struct());
        }
    }

    /** fchown(2). The kernel clears set-id bits: set permissions afterwards. */
    public final void setOwner(Owner owner) {
        require(Syscall.raw(Sysno.FCHOWN, number(), owner.uid(), owner.gid()), "chown");
    }

    /**
     * fchmod(2).
     *
     * @param permissions the lower 12 bits of the mode
     */
    public final void setPermissions(int permissions) {
        require(Syscall.raw(Sysno.FCHMOD, number(), permissions & 07777), "chmod");
    }

    /** utimensat(2), to the nanosecond. */
    public final void setTimes(Instant accessed, Instant modified) {
        try (Scratch scratch = Scratch.take()) {
            require(
                    Syscall.raw(Sysno.UTIMENSAT, number(), 0, times(scratch.struct(), accessed, modified), 0),
                    "utimes");
        }
    }

    /** The value of an extended attribute; empty if there is none (fgetxattr(2)). */
    public final Optional<byte[]> xattr(String attribute) {
        return Xattrs.get(Xattrs.Target.of(this), attribute);
    }

    /** The names of all extended attributes (flistxattr(2)). */
    public final List<String> xattrNames() {
        return Xattrs.list(Xattrs.Target.of(this));
    }

    /** fsetxattr(2): creates or replaces. */
    public final void setXattr(String attribute, byte[] value) {
        Xattrs.set(Xattrs.Target.of(this), attribute, value);
    }

    /**
     * fremovexattr(2).
     *
     * @return false if there was none
     */
    public final boolean removeXattr(String attribute) {
        return Xattrs.remove(Xattrs.Target.of(this), attribute);
    }

    /** fsync(2): after it the data, or a directory's entries, survive a power cut. */
    public final void sync() {
        require(Syscall.raw(Sysno.FSYNC, number()), "fsync");
    }

    /** fstatfs(2). */
    public final FileSystemStat fileSystem() {
        try (Scratch scratch = Scratch.take()) {
            require(Syscall.raw(Sysno.FSTATFS, number(), scratch.struct().address()), "statfs");
            return FileSystemStat.read(scratch.struct());
        }
    }

    /** syncfs(2): writes out the whole file system that the file is on. */
    public final void syncFileSystem() {
        require(Syscall.raw(Sysno.SYNCFS, number()), "syncfs");
    }

    /**
     * Takes a lock on the file without waiting (flock(2)); closing the handle frees it.
     *
     * @return false if another has it
     */
    public final boolean tryLock(LockMode mode) {
        long result = Syscall.raw(Sysno.FLOCK, number(), mode.operation());
        if (Syscall.failed(result, Errno.EAGAIN)) {
            return false;
        }
        require(result, "flock");
        return true;
    }

    /** Frees the lock. */
    public final void unlock() {
        require(Syscall.raw(Sysno.FLOCK, number(), LockMode.UNLOCK), "flock");
    }

    /** A path to this very inode, whatever its names have become, good while the handle is open. */
    public final String procPath() {
        return "/proc/self/fd/" + number();
    }

    /** The descriptor, still owned by this handle: for calls of other packages. */
    public final Fd fd() {
        return fd;
    }

    @Override
    public final void close() {
        fd.close();
    }

    /** The path by which it was opened. */
    @Override
    public final String toString() {
        return label;
    }

    final int number() {
        return fd.number();
    }

    final void require(long result, String operation) {
        if (result < 0) {
            throw new KernelException(Errno.of((int) -result), operation, label);
        }
    }

    static long times(MemorySegment struct, Instant accessed, Instant modified) {
        struct.set(JAVA_LONG, 0, accessed.getEpochSecond());
        struct.set(JAVA_LONG, 8, accessed.getNano());
        struct.set(JAVA_LONG, 16, modified.getEpochSecond());
        struct.set(JAVA_LONG, 24, modified.getNano());
        return struct.address();
    }
}
