package io.djong.runtime;

import io.djong.kernel.tty.Terminal;
import java.util.List;

/**
 * A further process in a running container.
 *
 * @param arguments program and arguments
 * @param environment the whole environment, {@code NAME=value}
 * @param workingDirectory an absolute path in the container
 * @param user {@code user[:group]}, names or numbers; empty for the container's own
 * @param groups additional groups, names or numbers
 * @param privileged whether it gets all capabilities
 * @param terminal whether it gets a terminal
 * @param size the terminal's first size; zeros for none
 * @param streams which streams its starter wants; those not wanted are {@code /dev/null}
 */
public record ExecSpec(
        List<String> arguments,
        List<String> environment,
        String workingDirectory,
        String user,
        List<String> groups,
        boolean privileged,
        boolean terminal,
        Terminal.Size size,
        Streams streams) {
    /** Which streams are wanted. */
    public record Streams(boolean input, boolean output, boolean error) {
        public static final Streams NONE = new Streams(false, false, false);
    }

    public ExecSpec {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        groups = List.copyOf(groups);
    }
}
