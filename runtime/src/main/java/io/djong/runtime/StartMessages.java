package io.djong.runtime;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the runtime says of a failed start, turned into what Docker's users know, with the exit code that it means. */
final class StartMessages {
    static final int NOT_FOUND = 127;
    static final int NOT_EXECUTABLE = 126;
    static final int CANNOT_START = 128;

    private static final Pattern MESSAGE = Pattern.compile("level=\\w+ msg=\"(.*)\"$");

    private StartMessages() {}

    static StartFailure createFailed(String runtimeMessage) {
        return failure("OCI runtime create failed: ", runtimeMessage);
    }

    static StartFailure execFailed(String runtimeMessage) {
        return failure("OCI runtime exec failed: ", runtimeMessage);
    }

    private static StartFailure failure(String prefix, String runtimeMessage) {
        String cause = lastLine(runtimeMessage);
        return new StartFailure(prefix + cause + ": unknown", exitCode(cause));
    }

    /** What the runtime says at last on its standard error, without the time and the level before it. */
    static String reason(String output) {
        String line = lastLine(output);
        Matcher quoted = MESSAGE.matcher(line);
        return quoted.find() ? quoted.group(1).replace("\\\"", "\"").replace("\\\\", "\\") : line;
    }

    /** The error is the last line; warnings may come before it. */
    private static String lastLine(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.isEmpty() ? "the runtime gave no reason" : lines.getLast();
    }

    private static int exitCode(String cause) {
        if (cause.contains("executable file not found") || cause.contains("no such file or directory")) {
            return NOT_FOUND;
        }
        if (cause.contains("permission denied") || cause.contains("is a directory")) {
            return NOT_EXECUTABLE;
        }
        return cause.contains("not a directory") ? NOT_FOUND : CANNOT_START;
    }
}
