package io.djong.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.djong.kernel.Fd;
import io.djong.kernel.event.Poller;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A pipe(7): what is written to one end is read from the other. */
public record Pipe(Fd reading, Fd writing) implements AutoCloseable {
    private static final int O_CLOEXEC = 0x80000;

    /** A pipe from a child: our end, the reading one, is non-blocking; the child's is not. */
    public static Pipe fromChild() {
        Pipe pipe = open();
        Poller.unblock(pipe.reading);
        return pipe;
    }

    /** A pipe to a child: our end, the writing one, is non-blocking; the child's is not. */
    public static Pipe toChild() {
        Pipe pipe = open();
        Poller.unblock(pipe.writing);
        return pipe;
    }

    private static Pipe open() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            Syscall.check(Syscall.raw(Sysno.PIPE2, ends.address(), O_CLOEXEC), "create", "pipe");
            return new Pipe(Fd.own(ends.get(JAVA_INT, 0)), Fd.own(ends.get(JAVA_INT, 4)));
        }
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
