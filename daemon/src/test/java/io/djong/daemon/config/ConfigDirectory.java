package io.djong.daemon.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads configurations of a {@code daemon.json} in a directory, and flags. */
record ConfigDirectory(Path path) {
    DaemonConfig read(String json, String... flags) throws IOException {
        Path file = Files.writeString(path.resolve("daemon.json"), json);
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.add("--config-file=" + file);
        return new ConfigReader(arguments).read();
    }

    /** Why a configuration is refused. */
    String refused(String json, String... flags) {
        return assertThrows(InvalidArgument.class, () -> read(json, flags)).message();
    }
}
