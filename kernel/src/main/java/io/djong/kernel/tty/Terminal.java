package io.djong.kernel.tty;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A terminal's size (ioctl_tty(2)). */
public final class Terminal {
    private static final int TIOCGWINSZ = 0x5413;
    private static final int TIOCSWINSZ = 0x5414;
    private static final int WINSIZE = 8;
    private static final int MOST = 0xffff;

    /** A size in characters. */
    public record Size(int rows, int columns) {
        public Size {
            if (rows < 0 || rows > MOST || columns < 0 || columns > MOST) {
                throw new IllegalArgumentException("terminal size " + rows + "x" + columns);
            }
        }
    }

    private Terminal() {}

    /** Reads the size. */
    public static Size size(Fd terminal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(WINSIZE, 2);
            long result = Syscall.raw(Sysno.IOCTL, terminal.number(), TIOCGWINSZ, winsize.address());
            Syscall.check(result, "get window size of", terminal);
            return new Size(
                    Short.toUnsignedInt(winsize.get(JAVA_SHORT, 0)), Short.toUnsignedInt(winsize.get(JAVA_SHORT, 2)));
        }
    }

    /** Sets the size; the foreground processes get SIGWINCH where it changed. */
    public static void resize(Fd terminal, Size size) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(WINSIZE, 2);
            winsize.set(JAVA_SHORT, 0, (short) size.rows());
            winsize.set(JAVA_SHORT, 2, (short) size.columns());
            long result = Syscall.raw(Sysno.IOCTL, terminal.number(), TIOCSWINSZ, winsize.address());
            Syscall.check(result, "resize", terminal);
        }
    }
}
