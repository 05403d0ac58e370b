package io.djong.daemon;

import io.djong.model.container.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds the programs that the engine runs, on the daemon's PATH. */
final class Programs {
    private final String path;

    Programs(Optional<String> path) {
        this.path = path.filter(p -> !p.isEmpty()).orElse(Environment.PATH);
    }

    /** The file of an OCI runtime that is named by its path, or by its name alone. */
    Path find(Path program) {
        return program.isAbsolute()
                ? program
                : find(program.toString(), Path.of("/usr/sbin").resolve(program));
    }

    /** The program's file; where its package would put it if it is missing. */
    Path find(String name, Path otherwise) {
        return Arrays.stream(path.split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(otherwise);
    }
}
