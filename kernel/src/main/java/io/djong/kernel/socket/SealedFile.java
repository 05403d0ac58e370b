package io.djong.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A file in memory that nobody can change any more (memfd_create(2), fcntl(2)), to be sent to another process. */
final class SealedFile {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int SEAL_SEAL_SHRINK_GROW_WRITE = 1 | 2 | 4 | 8;

    private SealedFile() {}

    static Fd of(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Syscall.string(arena, "packet");
            long made = Syscall.raw(Sysno.MEMFD_CREATE, name.address(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
            Fd fd = Fd.own((int) Syscall.check(made, "memfd_create", "packet"));
            try {
                fill(fd, arena.allocateFrom(JAVA_BYTE, bytes));
                long sealed = Syscall.raw(Sysno.FCNTL, fd.number(), F_ADD_SEALS, SEAL_SEAL_SHRINK_GROW_WRITE);
                Syscall.check(sealed, "seal", "packet");
                return fd;
            } catch (RuntimeException e) {
                fd.close();
                throw e;
            }
        }
    }

    private static void fill(Fd fd, MemorySegment content) {
        for (long done = 0; done < content.byteSize(); ) {
            long count = Syscall.raw(Sysno.WRITE, fd.number(), content.address() + done, content.byteSize() - done);
            done += Syscall.check(count, "write", "packet");
        }
    }
}
