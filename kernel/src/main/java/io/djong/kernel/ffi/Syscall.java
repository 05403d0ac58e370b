package io.djong.kernel.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
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
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    @SuppressWarnings("restricted") // this package is where native access is meant to be
    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    private Syscall() {}

    /** Calls; the result is the kernel's own: not negative on success, minus errno on failure. Never throws. */
    public static long raw(Sysno call, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SYSCALL.invokeExact(state, call.number(), a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable t) {
            throw new AssertionError("syscall(2) itself does not throw", t);
        }
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
