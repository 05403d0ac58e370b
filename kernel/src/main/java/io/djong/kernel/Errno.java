package io.djong.kernel;

import java.util.Map;

/** An error of the kernel (errno(3)), with the text that Go and so Docker show for it. */
public record Errno(int code) {
    public static final Errno EPERM = new Errno(1);
    public static final Errno ENOENT = new Errno(2);
    public static final Errno ESRCH = new Errno(3);
    public static final Errno EINTR = new Errno(4);
    public static final Errno EIO = new Errno(5);
    public static final Errno ENXIO = new Errno(6);
    public static final Errno EBADF = new Errno(9);
    public static final Errno ECHILD = new Errno(10);
    public static final Errno EAGAIN = new Errno(11);
    public static final Errno ENOMEM = new Errno(12);
    public static final Errno EACCES = new Errno(13);
    public static final Errno EBUSY = new Errno(16);
    public static final Errno EEXIST = new Errno(17);
    public static final Errno EXDEV = new Errno(18);
    public static final Errno ENODEV = new Errno(19);
    public static final Errno ENOTDIR = new Errno(20);
    public static final Errno EISDIR = new Errno(21);
    public static final Errno EINVAL = new Errno(22);
    public static final Errno ENOSPC = new Errno(28);
    public static final Errno EROFS = new Errno(30);
    public static final Errno EPIPE = new Errno(32);
    public static final Errno ERANGE = new Errno(34);
    public static final Errno ENAMETOOLONG = new Errno(36);
    public static final Errno ENOSYS = new Errno(38);
    public static final Errno ENOTEMPTY = new Errno(39);
    public static final Errno ELOOP = new Errno(40);
    public static final Errno ENODATA = new Errno(61);
    public static final Errno EOPNOTSUPP = new Errno(95);
    public static final Errno EADDRINUSE = new Errno(98);
    public static final Errno EADDRNOTAVAIL = new Errno(99);
    public static final Errno ENETUNREACH = new Errno(101);
    public static final Errno ECONNRESET = new Errno(104);
    public static final Errno ENOBUFS = new Errno(105);
    public static final Errno ENOTCONN = new Errno(107);
    public static final Errno ETIMEDOUT = new Errno(110);
    public static final Errno ECONNREFUSED = new Errno(111);
    public static final Errno EINPROGRESS = new Errno(115);

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "operation not permitted"),
            Map.entry(2, "no such file or directory"),
            Map.entry(3, "no such process"),
            Map.entry(4, "interrupted system call"),
            Map.entry(5, "input/output error"),
            Map.entry(6, "no such device or address"),
            Map.entry(9, "bad file descriptor"),
            Map.entry(10, "no child processes"),
            Map.entry(11, "resource temporarily unavailable"),
            Map.entry(12, "cannot allocate memory"),
            Map.entry(13, "permission denied"),
            Map.entry(16, "device or resource busy"),
            Map.entry(17, "file exists"),
            Map.entry(18, "invalid cross-device link"),
            Map.entry(19, "no such device"),
            Map.entry(20, "not a directory"),
            Map.entry(21, "is a directory"),
            Map.entry(22, "invalid argument"),
            Map.entry(24, "too many open files"),
            Map.entry(26, "text file busy"),
            Map.entry(27, "file too large"),
            Map.entry(28, "no space left on device"),
            Map.entry(30, "read-only file system"),
            Map.entry(32, "broken pipe"),
            Map.entry(34, "numerical result out of range"),
            Map.entry(36, "file name too long"),
            Map.entry(38, "function not implemented"),
            Map.entry(39, "directory not empty"),
            Map.entry(40, "too many levels of symbolic links"),
            Map.entry(61, "no data available"),
            Map.entry(95, "operation not supported"),
            Map.entry(98, "address already in use"),
            Map.entry(99, "cannot assign requested address"),
            Map.entry(100, "network is down"),
            Map.entry(101, "network is unreachable"),
            Map.entry(104, "connection reset by peer"),
            Map.entry(105, "no buffer space available"),
            Map.entry(107, "transport endpoint is not connected"),
            Map.entry(110, "connection timed out"),
            Map.entry(111, "connection refused"),
            Map.entry(113, "no route to host"),
            Map.entry(122, "disk quota exceeded"));

    public static Errno of(int code) {
        return new Errno(code);
    }

    /** The error in words, as {@code no such file or directory}. */
    public String text() {
        return TEXTS.getOrDefault(code, "errno " + code);
    }

    @Override
    public String toString() {
        return text();
    }
}
