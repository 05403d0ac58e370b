package io.djong.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** waitid(2) and the poll of one pidfd. */
final class Waits {
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int WNOHANG = 0x1;
    private static final int WEXITED = 0x4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int POLLIN = 1;

    // siginfo_t on 64-bit Linux: signo, errno, code, a gap, then pid, uid, status.
    private static final int SIGINFO_SIZE = 128;
    private static final int SI_CODE = 8;
    private static final int SI_PID = 16;
    private static final int SI_STATUS = 24;

    private Waits() {}

    record Exit(long pid, ExitStatus status) {}

    /** Blocks until some child has ended and leaves it unreaped. @return minus errno, or 0 and the pid in the slot */
    static long peek(long[] pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
            long result = Syscall.raw(Sysno.WAITID, P_ALL, 0, info.address(), WEXITED | WNOWAIT, 0);
            pid[0] = info.get(JAVA_INT, SI_PID);
            return result;
        }
    }

    /** Reaps a child that has ended. @return empty if it has not, or is no child */
    static Optional<Exit> reap(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
            long result = Syscall.raw(Sysno.WAITID, P_PID, pid, info.address(), WEXITED | WNOHANG, 0);
            if (result < 0 || info.get(JAVA_INT, SI_PID) == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Exit(pid, ExitStatus.of(info.get(JAVA_INT, SI_CODE), info.get(JAVA_INT, SI_STATUS))));
        }
    }

    /** Whether a pidfd is readable now. */
    static boolean exited(Fd pidfd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 8);
            poll.set(JAVA_INT, 0, pidfd.number());
            poll.set(JAVA_SHORT, 4, (short) POLLIN);
            MemorySegment zero = arena.allocate(16, 8);
            zero.set(JAVA_LONG, 0, 0);
            return Syscall.raw(Sysno.PPOLL, poll.address(), 1, zero.address(), 0, 0) > 0;
        }
    }
}
