package io.djong.runtime;

import java.nio.file.Path;

/**
 * A container's standard streams.
 *
 * @param terminal whether they are one terminal
 * @param input what standard input is
 * @param spool the file to which conmon appends all output, in the CRI log format; the empty path for none
 */
public record Stdio(boolean terminal, Input input, Path spool) {
    /** What standard input is. */
    public enum Input {
        /** {@code /dev/null}. */
        NONE,
        /** A pipe that ends with the first attachment that brings input. */
        ONCE,
        /** A pipe that stays open whoever comes and goes. */
        KEPT
    }

    /** No terminal, no input, no log. */
    public static final Stdio NONE = new Stdio(false, Input.NONE, Path.of(""));
}
