package io.djong.kernel.mount;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.djong.kernel.Errno;
import io.djong.kernel.Fd;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file system being configured (fsopen(2), Linux 5.2); its failures carry what the file system says about them. */
final class FileSystemContext implements AutoCloseable {
    private static final int FSOPEN_CLOEXEC = 1;
    private static final int FSMOUNT_CLOEXEC = 1;
    private static final int SET_FLAG = 0;
    private static final int SET_STRING = 1;
    private static final int CMD_CREATE = 6;
    private static final int MESSAGE_SIZE = 1024;

    private final Fd fd;
    private final String type;

    private FileSystemContext(Fd fd, String type) {
        this.fd = fd;
        this.type = type;
    }

    static FileSystemContext open(String type) {
        try (Arena arena = Arena.ofConfined()) {
            long result = Syscall.raw(Sysno.FSOPEN, Syscall.string(arena, type).address(), FSOPEN_CLOEXEC);
            return new FileSystemContext(Fd.own((int) Syscall.check(result, "fsopen", type)), type);
        }
    }

    void set(String key) {
        try (Arena arena = Arena.ofConfined()) {
            configure(SET_FLAG, Syscall.string(arena, key).address(), 0, key);
        }
    }

    void set(String key, String value) {
        try (Arena arena = Arena.ofConfined()) {
            long name = Syscall.string(arena, key).address();
            configure(SET_STRING, name, Syscall.string(arena, value).address(), key + "=" + value);
        }
    }

    /** Makes the file system and its mount. */
    DetachedMount create() {
        configure(CMD_CREATE, 0, 0, "create");
        long result = Syscall.raw(Sysno.FSMOUNT, fd.number(), FSMOUNT_CLOEXEC, 0);
        require(result, "fsmount");
        return new DetachedMount(Fd.own((int) result), type);
    }

    private void configure(int command, long key, long value, String what) {
        require(Syscall.raw(Sysno.FSCONFIG, fd.number(), command, key, value, 0), what);
    }

    private void require(long result, String what) {
        if (result < 0) {
            List<String> messages = messages();
            String detail = messages.isEmpty() ? "" : " (" + String.join("; ", messages) + ")";
            throw new KernelException(Errno.of((int) -result), "mount " + type, what + detail);
        }
    }

    /** Each read of the context's descriptor gives one message, marked e, w or i; then ENODATA. */
    private List<String> messages() {
        List<String> messages = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MESSAGE_SIZE);
            long read;
            while ((read = Syscall.raw(Sysno.READ, fd.number(), buffer.address(), MESSAGE_SIZE)) > 0) {
                String text = new String(buffer.asSlice(0, read).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
                messages.add(text.strip());
            }
        }
        return messages;
    }

    @Override
    public void close() {
        fd.close();
    }
}
