package io.djong.kernel.socket;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;

/** FIFOs (fifo(7)), opened without ever waiting for the other side. */
public final class Fifo {
    private static final int AT_FDCWD = -100;
    private static final int S_IFIFO = 0x1000;
    private static final int O_WRONLY = 1;
    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;

    private Fifo() {}

    /** Makes a FIFO; the mode is subject to the umask. */
    public static void create(Path path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long name = Syscall.string(arena, path.toString()).address();
            Syscall.check(Syscall.raw(Sysno.MKNODAT, AT_FDCWD, name, S_IFIFO | mode, 0), "mkfifo", path);
        }
    }

    /** Opens the reading end, non-blocking. While nobody has it open for writing it reads as at its end. */
    public static Fd openForReading(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            long name = Syscall.string(arena, path.toString()).address();
            return Fd.own(
                    (int) Syscall.check(Syscall.raw(Sysno.OPENAT, AT_FDCWD, name, CLOEXEC_NONBLOCK), "open", path));
        }
    }

    /** Opens the writing end, non-blocking. @return empty if nobody reads */
    public static Optional<Fd> openForWriting(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            long name = Syscall.string(arena, path.toString()).address();
            long result = Syscall.raw(Sysno.OPENAT, AT_FDCWD, name, O_WRONLY | CLOEXEC_NONBLOCK);
            if (Syscall.failed(result, Errno.ENXIO)) {
                return Optional.empty();
            }
            return Optional.of(Fd.own((int) Syscall.check(result, "open", path)));
        }
    }
}
