package io.djong.kernel.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Native memory lent for the length of one call: two paths, a struct and, where asked for, a data buffer.
 *
 * <p>An arena per call would cost as much as the small calls themselves when a layer of tens of thousands of entries
 * is unpacked. The few instances made are kept for the next caller; what they hold is worthless between loans. Taken
 * and given back with try-with-resources, used by one thread at a time.
 *
 * <pre>{@code
 * try (Scratch scratch = Scratch.take()) {
 *     Syscall.raw(Sysno.MKDIRAT, directory, scratch.path(name), mode);
 * }
 * }</pre>
 */
public final class Scratch implements AutoCloseable {
    /** PATH_MAX, the terminating NUL included (limits.h). */
    public static final int PATH_MAX = 4096;

    /** The largest struct that fits: statx is the largest that is used. */
    public static final int STRUCT_SIZE = 512;

    /** Room in {@link #data}: the largest xattr value, a good size for directory reads and for plain I/O. */
    public static final int DATA_SIZE = 64 * 1024;

    private static final int KEPT = 16;
    private static final ArrayBlockingQueue<Scratch> SMALL = new ArrayBlockingQueue<>(KEPT);
    private static final ArrayBlockingQueue<Scratch> LARGE = new ArrayBlockingQueue<>(KEPT);

    private final ArrayBlockingQueue<Scratch> home;
    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment struct;
    private final MemorySegment data;

    private Scratch(ArrayBlockingQueue<Scratch> home, int dataSize) {
        this.home = home;
        MemorySegment all = Arena.ofAuto().allocate(2L * PATH_MAX + STRUCT_SIZE + dataSize, 16);
        struct = all.asSlice(0, STRUCT_SIZE);
        first = all.asSlice(STRUCT_SIZE, PATH_MAX);
        second = all.asSlice(STRUCT_SIZE + PATH_MAX, PATH_MAX);
        data = all.asSlice(STRUCT_SIZE + 2L * PATH_MAX, dataSize);
    }

    /** Paths and a struct. */
    public static Scratch take() {
        Scratch kept = SMALL.poll();
        return kept != null ? kept : new Scratch(SMALL, 0);
    }

    /** Paths, a struct and {@link #DATA_SIZE} bytes of data. */
    public static Scratch takeWithData() {
        Scratch kept = LARGE.poll();
        return kept != null ? kept : new Scratch(LARGE, DATA_SIZE);
    }

    /** Gives the memory back; where enough is kept already, the garbage collector frees it. */
    @Override
    public void close() {
        boolean kept = home.offer(this);
        assert kept || home.remainingCapacity() == 0;
    }

    /** Writes a path (or a link's text, or an attribute's name) into the first place and gives its address. */
    public long path(String text) {
        return write(first, text);
    }

    /** The same for a call's second path. */
    public long secondPath(String text) {
        return write(second, text);
    }

    /** Memory for a struct, not cleared. */
    public MemorySegment struct() {
        return struct;
    }

    /** The data buffer; empty unless taken with {@link #takeWithData}. */
    public MemorySegment data() {
        return data;
    }

    private static long write(MemorySegment place, String text) {
        if (ByteText.isPlain(text) && text.length() < PATH_MAX / 3) {
            place.setString(0, text, StandardCharsets.UTF_8);
            return place.address();
        }
        byte[] bytes = ByteText.encode(text);
        if (bytes.length >= PATH_MAX) {
            throw new KernelException(Errno.ENAMETOOLONG, "resolve", text.substring(0, 64) + "…");
        }
        MemorySegment.copy(bytes, 0, place, JAVA_BYTE, 0, bytes.length);
        place.set(JAVA_BYTE, bytes.length, (byte) 0);
        return place.address();
    }
}
