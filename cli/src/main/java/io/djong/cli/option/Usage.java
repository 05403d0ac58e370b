package io.djong.cli.option;

/**
 * A command line that cannot be understood: the message that says why, and the exit code that Docker's users know for
 * it.
 */
public final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exit code for options that are wrong. */
    public static final int BAD_OPTION = 125;

    /** The exit code for commands and operands that are wrong. */
    public static final int BAD_OPERANDS = 1;

    private final int exitCode;

    public Usage(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
