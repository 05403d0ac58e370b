package io.djong.kernel.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * {@code syscall(2)} with errno captured.
 *
 * <p>One downcall handle serves every system call: linking a handle costs about a millisecond on a cold JVM, a call
 * through it half a microsecond. A downcall pins a virtual thread to its carrier.
 */
public final class Downcall {
    /** Whether this machine is x86_64; otherwise it is aarch64. */
    public static final boolean X86_64 = "amd64".equals(System.getProperty("os.arch"));

    private static final long CLOSE = X86_64 ? 3 : 57;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    @SuppressWarnings("restricted") // this package is where native access is meant to be
    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    private Downcall() {}

    /** Calls by number; the result is the kernel's own: not negative on success, minus errno on failure. */
    public static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
            return result == -1 ? -state.get(JAVA_INT, ERRNO) : result;
        } catch (Throwable t) {
            throw new AssertionError("syscall(2) itself does not throw", t);
        }
    }

    /** close(2). */
    public static long close(int descriptor) {
        return syscall(CLOSE, descriptor, 0, 0, 0, 0, 0);
    }
}
