package io.djong.engine.remap;

import java.util.List;

/** Runs a program of the host's that answers and ends. */
@FunctionalInterface
interface HostProgram {
    /** How it ended, and what it printed on either stream. */
    record Answer(int exitCode, String text) {}

    /** Runs it to its end. @throws io.djong.model.error.Unavailable if there is no such program, or it does not end */
    Answer run(String name, List<String> arguments);
}
