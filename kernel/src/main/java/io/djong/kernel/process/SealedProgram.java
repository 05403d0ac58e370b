package io.djong.kernel.process;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A copy of a program in memory that nobody can change: memfd_create(2), sealed (fcntl(2)). It takes the program's size
 * of memory, and is run by its path as long as this process lives and has it open.
 */
public final class SealedProgram implements AutoCloseable {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_EXEC = 0x10; // since Linux 6.3; an older kernel refuses it, and needs no asking
    private static final int F_ADD_SEALS = 1033;
    private static final int SEAL_SEAL_SHRINK_GROW_WRITE = 1 | 2 | 4 | 8;

    private final Fd fd;

    private SealedProgram(Fd fd) {
        this.fd = fd;
    }

    /**
     * Copies a program.
     *
     * @throws io.djong.kernel.KernelException if the kernel makes no such files
     * @throws IOException if the program cannot be read
     */
    public static SealedProgram copyOf(Path program) throws IOException {
        SealedProgram copy = new SealedProgram(create(String.valueOf(program.getFileName())));
        try {
            try (FileOutputStream out = new FileOutputStream(copy.path().toFile())) {
                Files.copy(program, out);
            }
            long result = Syscall.raw(Sysno.FCNTL, copy.fd.number(), F_ADD_SEALS, SEAL_SEAL_SHRINK_GROW_WRITE);
            Syscall.check(result, "seal a copy of", program);
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private static Fd create(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long address = Syscall.string(arena, name).address();
            long made = Syscall.raw(Sysno.MEMFD_CREATE, address, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
            if (made < 0) {
                made = Syscall.raw(Sysno.MEMFD_CREATE, address, MFD_CLOEXEC | MFD_ALLOW_SEALING);
            }
            return Fd.own((int) Syscall.check(made, "memfd_create", name));
        }
    }

    /** The path that this process and its children run it by. */
    public Path path() {
        return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", Integer.toString(fd.number()));
    }

    /** Lets go of it; who runs it runs on. */
    @Override
    public void close() {
        fd.close();
    }
}
