package io.djong.runtime;

/**
 * The runtime refused to start a process. The message is the user's, in Docker's words; the exit code is the one that
 * {@code docker run} and a container's state show: 127 where the program was not found, 126 where it cannot be
 * executed, else 128.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    StartFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** The message, never null. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
