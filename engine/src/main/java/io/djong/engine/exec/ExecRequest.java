package io.djong.engine.exec;

import java.util.List;

/**
 * What to run in a running container (API definition ExecConfig).
 *
 * @param user empty for the container's
 * @param workingDirectory empty for the container's
 * @param environment added to the container's, as {@code NAME=value}
 */
public record ExecRequest(
        List<String> command,
        List<String> environment,
        String user,
        String workingDirectory,
        boolean tty,
        boolean privileged,
        boolean stdin,
        boolean stdout,
        boolean stderr,
        String detachKeys) {

    public ExecRequest {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /** That of a health check: the container's user, environment and directory; its output is read. */
    static ExecRequest ofProbe(List<String> command) {
        return new ExecRequest(command, List.of(), "", "", false, false, false, true, true, "");
    }

    /** The same with nobody at its streams. */
    ExecRequest withoutStreams() {
        return new ExecRequest(
                command, environment, user, workingDirectory, tty, privileged, false, false, false, detachKeys);
    }

    /** The same with or without a terminal, which the start decides. */
    ExecRequest withTty(boolean newTty) {
        return new ExecRequest(
                command, environment, user, workingDirectory, newTty, privileged, stdin, stdout, stderr, detachKeys);
    }
}
