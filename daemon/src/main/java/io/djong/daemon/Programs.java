package io.djong.daemon;

import io.djong.daemon.config.DaemonConfig;
import io.djong.model.container.Environment;
import io.djong.runtime.RuntimeCommand;
import io.djong.runtime.RuntimePaths;
import io.djong.runtime.Runtimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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

    /** What containers are run by. */
    Runtimes runtimes(DaemonConfig config) {
        List<RuntimeCommand> others = config.runtimes().stream()
                .map(runtime -> new RuntimeCommand(runtime.name(), find(runtime.program()), runtime.arguments()))
                .toList();
        return new Runtimes(find(Path.of("runc")), config.defaultRuntime(), others);
    }

    /** What containers are run by, and where. */
    RuntimePaths paths(DaemonConfig config, Supplier<Runtimes> runtimes) {
        return new RuntimePaths(config.execRoot(), find("conmon", Path.of("/usr/bin/conmon")), runtimes);
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
