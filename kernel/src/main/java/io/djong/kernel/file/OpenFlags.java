package io.djong.kernel.file;

import io.djong.kernel.ffi.Sysno;

/** open(2) and *at(2) flags. Those that differ are octal in {@code arch/arm64/include/uapi/asm/fcntl.h}. */
final class OpenFlags {
    static final int RDONLY = 0;
    static final int WRONLY = 1;
    static final int RDWR = 2;
    static final int CREAT = 0100;
    static final int EXCL = 0200;
    static final int NOCTTY = 0400;
    static final int TRUNC = 01000;
    static final int APPEND = 02000;
    static final int NONBLOCK = 04000;
    static final int DIRECTORY = Sysno.X86_64 ? 0200000 : 040000;
    static final int NOFOLLOW = Sysno.X86_64 ? 0400000 : 0100000;
    static final int CLOEXEC = 02000000;
    static final int PATH = 010000000;

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;

    private OpenFlags() {}
}
