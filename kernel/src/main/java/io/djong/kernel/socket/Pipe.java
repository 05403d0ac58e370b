package io.djong.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.djong.kernel.Fd;
import io.djong.kernel.event.Poller;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import io.djong.kernel.file.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pipe(7): what is written to one end is read from the other. */
public record Pipe(Fd reading, Fd writing) implements AutoCloseable {
    private static final int O_CLOEXEC = 0x80000;
    private static final int AT_FDCWD = -100;

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

    /** Who may open it by {@code /dev/stdout} and the like (fchown(2)). */
    public void setOwner(Owner owner) {
        Syscall.check(Syscall.raw(Sysno.FCHOWN, reading.number(), owner.uid(), owner.gid()), "chown", "pipe");
    }

    /**
     * As {@link #setOwner(Owner)}, of a pipe that a process has for a descriptor; what is none may be the host's, and is
     * left alone.
     */
    public static void setOwner(long pid, int number, Owner owner) {
        String path = "/proc/" + pid + "/fd/" + number;
        try (Arena arena = Arena.ofConfined()) {
            if (Files.readSymbolicLink(Path.of(path)).toString().startsWith("pipe:")) {
                long name = Syscall.string(arena, path).address();
                Syscall.check(Syscall.raw(Sysno.FCHOWNAT, AT_FDCWD, name, owner.uid(), owner.gid(), 0), "chown", path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("look at " + path, e);
        }
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
