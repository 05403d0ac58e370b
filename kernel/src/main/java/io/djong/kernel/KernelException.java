package io.djong.kernel;

/**
 * A system call that failed: which error, what was tried, on what. Callers translate it where its meaning is known;
 * untranslated it is an internal error.
 */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Errno errno;

    public KernelException(Errno errno, String operation, String subject) {
        super(operation + " " + subject + ": " + errno.text());
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }

    public boolean is(Errno other) {
        return errno.equals(other);
    }
}
