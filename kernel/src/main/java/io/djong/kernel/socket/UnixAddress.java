package io.djong.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.djong.kernel.Fd;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct sockaddr_un}. A path may be longer than the 107 bytes that fit: it is then reached through a descriptor
 * of its directory, which is held until this address is closed.
 */
final class UnixAddress implements AutoCloseable {
    static final int AF_UNIX = 1;

    private static final int MAX_PATH = 107;
    private static final int SIZE = 110;
    private static final int AT_FDCWD = -100;
    private static final int O_PATH_DIRECTORY_CLOEXEC = 0x200000 | 0x80000 | directoryFlag();

    private final MemorySegment segment;
    private final @Nullable Fd directory;

    private UnixAddress(MemorySegment segment, @Nullable Fd directory) {
        this.segment = segment;
        this.directory = directory;
    }

    static UnixAddress of(Arena arena, Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_PATH) {
            return new UnixAddress(fill(arena, bytes), null);
        }
        Path absolute = path.toAbsolutePath();
        MemorySegment parent = Syscall.string(arena, String.valueOf(absolute.getParent()));
        long result = Syscall.raw(Sysno.OPENAT, AT_FDCWD, parent.address(), O_PATH_DIRECTORY_CLOEXEC);
        Fd directory = Fd.own((int) Syscall.check(result, "open directory of socket", path));
        String near = "/proc/self/fd/" + directory.number() + "/" + absolute.getFileName();
        byte[] nearBytes = near.getBytes(StandardCharsets.UTF_8);
        if (nearBytes.length > MAX_PATH) {
            directory.close();
            throw new IllegalArgumentException("socket name too long: " + path);
        }
        return new UnixAddress(fill(arena, nearBytes), directory);
    }

    private static MemorySegment fill(Arena arena, byte[] path) {
        MemorySegment address = arena.allocate(SIZE, 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
        return address;
    }

    /** O_DIRECTORY is one of the few flags that differ between the two architectures. */
    private static int directoryFlag() {
        return "amd64".equals(System.getProperty("os.arch")) ? 0x10000 : 0x4000;
    }

    long address() {
        return segment.address();
    }

    int size() {
        return SIZE;
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
