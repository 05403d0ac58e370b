package io.djong.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * An OCI runtime, as it is called.
 *
 * @param name what users call it
 * @param program its executable
 * @param arguments put before every verb
 */
public record RuntimeCommand(String name, Path program, List<String> arguments) {
    /** The name of the runtime that is always there. */
    public static final String STOCK = "runc";

    public RuntimeCommand {
        arguments = List.copyOf(arguments);
    }

    /** Whether it is runc itself, whose ways are known, rather than something that may stand before it. */
    boolean isStock() {
        return name.equals(STOCK);
    }
}
