package io.djong.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.MemorySegment;

/** The ways to a descriptor: by a path of ours, by a name in a directory, by a path that must stay in a root. */
final class Opening {
    /** struct open_how (linux/openat2.h). */
    static final int HOW_SIZE = 24;

    static final int HOW_FLAGS = 0;
    static final int HOW_MODE = 8;
    static final int HOW_RESOLVE = 16;

    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_IN_ROOT = 0x10;

    /** A path that escapes by a rename under way makes openat2 answer EAGAIN; a hostile one could do so for ever. */
    private static final int ATTEMPTS = 64;

    /** The permissions that a call which creates nothing must not pass. */
    private static final int NO_MODE = 0;

    private Opening() {}

    /** openat(2), as this process sees the path. */
    static Fd path(String path, int flags, int permissions) {
        return Fd.own((int) at(OpenFlags.AT_FDCWD, path, flags, permissions, path));
    }

    /** openat(2) of one name, never through a symbolic link. */
    static Fd name(Directory directory, String name, int flags, int permissions) {
        return Fd.own((int) at(
                directory.number(),
                Directory.name(name),
                flags | OpenFlags.NOFOLLOW,
                permissions,
                directory + "/" + name));
    }

    /** openat2(2) with the directory as root: links, absolute ones too, and {@code ..} stay inside. */
    static Fd inRoot(Directory root, String path, int flags) {
        return Fd.own((int) Syscall.check(tryInRoot(root, path, flags), "open", root + "/" + path));
    }

    /** The same; the result is a descriptor or minus errno. */
    static long tryInRoot(Directory root, String path, int flags) {
        try (Scratch scratch = Scratch.take()) {
            MemorySegment how = scratch.struct();
            how.set(JAVA_LONG, HOW_FLAGS, flags | OpenFlags.CLOEXEC | OpenFlags.NOCTTY);
            how.set(JAVA_LONG, HOW_MODE, NO_MODE);
            how.set(JAVA_LONG, HOW_RESOLVE, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
            long address = scratch.path(path.isEmpty() ? "." : path);
            long result = -Errno.EAGAIN.code();
            for (int i = 0; i < ATTEMPTS && transientFailure(result); i++) {
                result = Syscall.raw(Sysno.OPENAT2, root.number(), address, how.address(), HOW_SIZE);
            }
            return result;
        }
    }

    private static long at(int directory, String name, int flags, int permissions, String label) {
        try (Scratch scratch = Scratch.take()) {
            long address = scratch.path(name);
            long result;
            do {
                result = Syscall.raw(
                        Sysno.OPENAT, directory, address, flags | OpenFlags.CLOEXEC | OpenFlags.NOCTTY, permissions);
            } while (Syscall.failed(result, Errno.EINTR));
            if (result < 0) {
                throw new KernelException(Errno.of((int) -result), "open", label);
            }
            return result;
        }
    }

    private static boolean transientFailure(long result) {
        return Syscall.failed(result, Errno.EAGAIN) || Syscall.failed(result, Errno.EINTR);
    }
}
