package io.djong.testkit.process;

import java.time.Duration;
import java.util.List;

/**
 * A program that ended.
 *
 * @param command its name and arguments
 * @param exit its exit code
 * @param out its standard output, as UTF-8
 * @param err its standard error, as UTF-8
 * @param took from start to end
 */
public record Result(List<String> command, int exit, String out, String err, Duration took) {
    public Result {
        command = List.copyOf(command);
    }

    /** This result if the program succeeded; fails with everything that is known otherwise. */
    public Result ok() {
        return exits(0);
    }

    /** This result if the program ended with {@code code}; fails with everything that is known otherwise. */
    public Result exits(int code) {
        if (exit != code) {
            throw new AssertionError("exit code " + exit + ", expected " + code + ": " + this);
        }
        return this;
    }

    /** The standard output without its last line's end: the id or name that most commands print. */
    public String line() {
        return out.strip();
    }

    /** The lines of the standard output. */
    public List<String> lines() {
        return out.lines().toList();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\n-- exit " + exit + " after " + took.toMillis() + " ms\n-- out:\n" + out
                + "\n-- err:\n" + err;
    }
}
