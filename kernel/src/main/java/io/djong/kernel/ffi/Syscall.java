package io.djong.kernel.ffi;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.call.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * {@code syscall(2)} with errno captured.
 *
 * <p>One downcall handle serves every system call: linking a handle costs about a millisecond on a cold JVM, a call
 * through it half a microsecond. Arguments are integers or addresses of segments that the caller keeps alive until
 * the call returns ({@link #address}). A downcall pins a virtual thread to its carrier, so calls that may block belong
 * on platform threads or behind {@code io.djong.kernel.event}.
 */
public final class Syscall {
    private Syscall() {}

    /** Calls; the result is the kernel's own: not negative on success, minus errno on failure. Never throws. */
    public static long raw(Sysno call, long a, long b, long c, long d, long e, long f) {
        return Downcall.syscall(call.number(), a, b, c, d, e, f);
    }

    public static long raw(Sysno call, long a) {
        return raw(call, a, 0, 0, 0, 0, 0);
    }

    public static long raw(Sysno call, long a, long b) {
        return raw(call, a, b, 0, 0, 0, 0);
    }

    public static long raw(Sysno call, long a, long b, long c) {
        return raw(call, a, b, c, 0, 0, 0);
    }

    public static long raw(Sysno call, long a, long b, long c, long d) {
        return raw(call, a, b, c, d, 0, 0);
    }

    public static long raw(Sysno call, long a, long b, long c, long d, long e) {
        return raw(call, a, b, c, d, e, 0);
    }

    /**
     * Passes a result of {@link #raw} through.
     *
     * @param operation what was tried, in the words of the manual, as {@code mount}
     * @param subject what it was tried on, as a path
     * @throws KernelException if the result is an error
     */
    public static long check(long result, String operation, Object subject) {
        if (result < 0) {
            throw new KernelException(Errno.of((int) -result), operation, String.valueOf(subject));
        }
        return result;
    }

    /** Whether the result says that the call failed with this error. */
    public static boolean failed(long result, Errno errno) {
        return result == -errno.code();
    }

    /**
     * A C string in the arena.
     *
     * @throws IllegalArgumentException if the text has a NUL in it
     */
    public static MemorySegment string(Arena arena, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL in a string for the kernel");
        }
        return arena.allocateFrom(text, StandardCharsets.UTF_8);
    }

    /** The address to pass for a segment, which must outlive the call. */
    public static long address(MemorySegment segment) {
        return segment.address();
    }
}
