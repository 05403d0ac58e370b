package io.djong.kernel.file;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * An open file that is not a directory: its data. Buffers may be on or off the heap; those off it are not copied.
 * Reads and writes without a position share the file's own, so they belong to one thread at a time.
 */
public final class OpenFile extends FileHandle {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;

    OpenFile(Fd fd, String label) {
        super(fd, label);
    }

    /** Opens a file by a path of our own, as this process sees it: links are followed. A fifo does not block. */
    public static OpenFile open(Path path, Access access) {
        Fd fd = Opening.path(path.toString(), access.flags() | OpenFlags.NONBLOCK, 0);
        return new OpenFile(fd, path.toString());
    }

    /** The same, creating the file if it is missing. */
    public static OpenFile openOrCreate(Path path, Access access, int permissions) {
        Fd fd = Opening.path(path.toString(), access.flags() | OpenFlags.NONBLOCK | OpenFlags.CREAT, permissions);
        return new OpenFile(fd, path.toString());
    }

    /**
     * Reads on.
     *
     * @return bytes read, 0 if the buffer is full, -1 at the end
     */
    public int read(ByteBuffer into) {
        return Transfer.read(this, into, Transfer.CURRENT);
    }

    /**
     * Reads at a position.
     *
     * @return bytes read, 0 if the buffer is full, -1 at the end
     */
    public int read(ByteBuffer into, long position) {
        return Transfer.read(this, into, position);
    }

    /** Writes all that remains in the buffer. */
    public void write(ByteBuffer from) {
        Transfer.write(this, from, Transfer.CURRENT);
    }

    /** Writes all that remains in the buffer at a position. */
    public void write(ByteBuffer from, long position) {
        Transfer.write(this, from, position);
    }

    /** A stream that reads on; closing it closes the file. */
    public InputStream inputStream() {
        return new Transfer.Input(this);
    }

    /** A stream that writes on, unbuffered; closing it closes the file. */
    public OutputStream outputStream() {
        return new Transfer.Output(this);
    }

    /** The file's length in bytes. */
    public long size() {
        return stat().size();
    }

    /** Cuts or lengthens the file; what is added is a hole (ftruncate(2)). */
    public void truncate(long size) {
        require(Syscall.raw(Sysno.FTRUNCATE, number(), size), "truncate");
    }

    /** fdatasync(2): like {@link #sync} without times. */
    public void syncData() {
        require(Syscall.raw(Sysno.FDATASYNC, number()), "fdatasync");
    }

    /** Reserves disk space; the file grows if it ends before (fallocate(2)). */
    public void allocate(long position, long length) {
        require(Syscall.raw(Sysno.FALLOCATE, number(), 0, position, length), "fallocate");
    }

    /**
     * Gives disk space back; the range then reads as zeros.
     *
     * @return false where the file system cannot
     */
    public boolean punchHole(long position, long length) {
        int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
        long result = Syscall.raw(Sysno.FALLOCATE, number(), mode, position, length);
        if (Syscall.failed(result, Errno.EOPNOTSUPP)) {
            return false;
        }
        require(result, "punch hole in");
        return true;
    }

    /** The next position from {@code from} on that is not in a hole; empty if there is only hole to the end. */
    public OptionalLong nextData(long from) {
        return seek(from, SEEK_DATA);
    }

    /** The next hole from {@code from} on, the file's end counting as one; empty if {@code from} is past the end. */
    public OptionalLong nextHole(long from) {
        return seek(from, SEEK_HOLE);
    }

    /**
     * Copies within the kernel, shared or by reference where the file system can (copy_file_range(2)).
     *
     * @return bytes copied, 0 at the source's end
     */
    public long copyTo(long position, OpenFile target, long targetPosition, long length) {
        try (Scratch scratch = Scratch.take()) {
            MemorySegment offsets = scratch.struct();
            offsets.set(java.lang.foreign.ValueLayout.JAVA_LONG, 0, position);
            offsets.set(java.lang.foreign.ValueLayout.JAVA_LONG, 8, targetPosition);
            long result = Syscall.raw(
                    Sysno.COPY_FILE_RANGE, number(), offsets.address(), target.number(), offsets.address() + 8, length);
            if (result < 0) {
                throw new KernelException(Errno.of((int) -result), "copy", this + " to " + target);
            }
            return result;
        }
    }

    private OptionalLong seek(long from, int whence) {
        long result = Syscall.raw(Sysno.LSEEK, number(), from, whence);
        if (Syscall.failed(result, Errno.ENXIO)) {
            return OptionalLong.empty();
        }
        require(result, "seek");
        return OptionalLong.of(result);
    }
}
