package io.djong.kernel.ffi;

import io.djong.kernel.call.Downcall;

/**
 * System calls by name, with their numbers on x86_64 and on aarch64 (the kernel's {@code syscall_64.tbl} and {@code
 * asm-generic/unistd.h}). Calls from 424 up have one number everywhere.
 */
public enum Sysno {
    ACCEPT4(288, 242),
    BIND(49, 200),
    CAPGET(125, 90),
    CLOSE(3, 57),
    CLOSE_RANGE(436, 436),
    CONNECT(42, 203),
    COPY_FILE_RANGE(326, 285),
    DUP3(292, 24),
    EPOLL_CREATE1(291, 20),
    EPOLL_CTL(233, 21),
    EPOLL_PWAIT(281, 22),
    EVENTFD2(290, 19),
    FALLOCATE(285, 47),
    FCHDIR(81, 50),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    FCHOWN(93, 55),
    FCHOWNAT(260, 54),
    FCNTL(72, 25),
    FDATASYNC(75, 83),
    FGETXATTR(193, 10),
    FLISTXATTR(196, 13),
    FLOCK(73, 32),
    FREMOVEXATTR(199, 16),
    FSCONFIG(431, 431),
    FSETXATTR(190, 7),
    FSMOUNT(432, 432),
    FSOPEN(430, 430),
    FSTATFS(138, 44),
    FSYNC(74, 82),
    FTRUNCATE(77, 46),
    GETDENTS64(217, 61),
    GETPID(39, 172),
    GETSOCKNAME(51, 204),
    GETSOCKOPT(55, 209),
    GETTID(186, 178),
    INOTIFY_ADD_WATCH(254, 27),
    INOTIFY_INIT1(294, 26),
    INOTIFY_RM_WATCH(255, 28),
    IOCTL(16, 29),
    KILL(62, 129),
    LGETXATTR(192, 9),
    LINKAT(265, 37),
    LISTEN(50, 201),
    LLISTXATTR(195, 12),
    LREMOVEXATTR(198, 15),
    LSEEK(8, 62),
    LSETXATTR(189, 6),
    MEMFD_CREATE(319, 279),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    MOUNT(165, 40),
    MOUNT_SETATTR(442, 442),
    MOVE_MOUNT(429, 429),
    NEWFSTATAT(262, 79),
    OPENAT(257, 56),
    OPENAT2(437, 437),
    OPEN_TREE(428, 428),
    PIDFD_GETFD(438, 438),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424),
    PIPE2(293, 59),
    PIVOT_ROOT(155, 41),
    PPOLL(271, 73),
    PRCTL(157, 167),
    PREAD64(17, 67),
    PRLIMIT64(302, 261),
    PWRITE64(18, 68),
    READ(0, 63),
    READLINKAT(267, 78),
    RECVFROM(45, 207),
    RECVMSG(47, 212),
    RENAMEAT2(316, 276),
    SENDMSG(46, 211),
    SENDTO(44, 206),
    SETNS(308, 268),
    SETSOCKOPT(54, 208),
    SHUTDOWN(48, 210),
    SIGNALFD4(289, 74),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    SPLICE(275, 76),
    STATFS(137, 43),
    STATX(332, 291),
    SYMLINKAT(266, 36),
    SYNCFS(306, 267),
    UMOUNT2(166, 39),
    UNLINKAT(263, 35),
    UNSHARE(272, 97),
    UTIMENSAT(280, 88),
    WAITID(247, 95),
    WRITE(1, 64);

    /** Whether this machine is x86_64; otherwise it is aarch64. The few constants that differ hang on it. */
    public static final boolean X86_64 = Downcall.X86_64;

    private final int x86;
    private final int aarch64;

    Sysno(int x86, int aarch64) {
        this.x86 = x86;
        this.aarch64 = aarch64;
    }

    long number() {
        return X86_64 ? x86 : aarch64;
    }
}
