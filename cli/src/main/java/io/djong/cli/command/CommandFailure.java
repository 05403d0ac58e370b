package io.djong.cli.command;

/** The end of a command that has failed: what goes to standard error, which may be nothing, and the exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandFailure(String message) {
        this(message, 1);
    }

    public int exitCode() {
        return exitCode;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
