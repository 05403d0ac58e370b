package io.djong.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.ffi.ByteText;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes (xattr(7)) of an open file by its descriptor, or of a name in an open directory, a symbolic link
 * itself and not what it points to, through the directory's path in /proc. Values and lists are at most 64 KiB
 * (XATTR_SIZE_MAX, XATTR_LIST_MAX), so one buffer holds any.
 */
final class Xattrs {
    private Xattrs() {}

    /** A handle's own inode, or a name in a directory. */
    record Target(FileHandle handle, String name) {
        static Target of(FileHandle handle) {
            return new Target(handle, "");
        }

        boolean byDescriptor() {
            return name.isEmpty();
        }

        long reference(Scratch scratch) {
            return byDescriptor() ? handle.number() : scratch.path(handle.procPath() + "/" + name);
        }

        KernelException failure(long result, String operation, String attribute) {
            String path = byDescriptor() ? handle.toString() : handle + "/" + name;
            return new KernelException(Errno.of((int) -result), operation + " " + attribute, path);
        }
    }

    static Optional<byte[]> get(Target target, String attribute) {
        try (Scratch scratch = Scratch.takeWithData()) {
            MemorySegment data = scratch.data();
            long result = Syscall.raw(
                    target.byDescriptor() ? Sysno.FGETXATTR : Sysno.LGETXATTR,
                    target.reference(scratch),
                    scratch.secondPath(attribute),
                    data.address(),
                    data.byteSize());
            if (absent(result)) {
                return Optional.empty();
            }
            if (result < 0) {
                throw target.failure(result, "getxattr", attribute);
            }
            return Optional.of(data.asSlice(0, result).toArray(JAVA_BYTE));
        }
    }

    static List<String> list(Target target) {
        try (Scratch scratch = Scratch.takeWithData()) {
            MemorySegment data = scratch.data();
            long result = Syscall.raw(
                    target.byDescriptor() ? Sysno.FLISTXATTR : Sysno.LLISTXATTR,
                    target.reference(scratch),
                    data.address(),
                    data.byteSize());
            if (result == 0 || Syscall.failed(result, Errno.EOPNOTSUPP)) {
                return List.of();
            }
            if (result < 0) {
                throw target.failure(result, "listxattr", "");
            }
            return split(data.asSlice(0, result).toArray(JAVA_BYTE));
        }
    }

    static void set(Target target, String attribute, byte[] value) {
        try (Scratch scratch = Scratch.takeWithData()) {
            MemorySegment data = scratch.data();
            if (value.length > data.byteSize()) {
                throw target.failure(-Errno.ERANGE.code(), "setxattr", attribute);
            }
            MemorySegment.copy(value, 0, data, JAVA_BYTE, 0, value.length);
            long result = Syscall.raw(
                    target.byDescriptor() ? Sysno.FSETXATTR : Sysno.LSETXATTR,
                    target.reference(scratch),
                    scratch.secondPath(attribute),
                    data.address(),
                    value.length);
            if (result < 0) {
                throw target.failure(result, "setxattr", attribute);
            }
        }
    }

    static boolean remove(Target target, String attribute) {
        try (Scratch scratch = Scratch.take()) {
            long result = Syscall.raw(
                    target.byDescriptor() ? Sysno.FREMOVEXATTR : Sysno.LREMOVEXATTR,
                    target.reference(scratch),
                    scratch.secondPath(attribute));
            if (absent(result)) {
                return false;
            }
            if (result < 0) {
                throw target.failure(result, "removexattr", attribute);
            }
            return true;
        }
    }

    private static boolean absent(long result) {
        return Syscall.failed(result, Errno.ENODATA) || Syscall.failed(result, Errno.EOPNOTSUPP);
    }

    /** Names end with a NUL each. */
    static List<String> split(byte[] list) {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < list.length; i++) {
            if (list[i] == 0) {
                names.add(ByteText.decode(list, start, i - start));
                start = i + 1;
            }
        }
        return names;
    }
}
