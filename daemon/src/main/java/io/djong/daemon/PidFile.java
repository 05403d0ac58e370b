package io.djong.daemon;

import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that tells service managers the daemon's process number while it runs. */
final class PidFile implements AutoCloseable {
    private final Path path;

    private PidFile(Path path) {
        this.path = path;
    }

    static PidFile write(Path path) {
        try {
            Files.writeString(path, Long.toString(ProcessHandle.current().pid()));
            return new PidFile(path);
        } catch (IOException e) {
            throw new Internal("writing the PID file " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new Internal("removing the PID file " + path + ": " + e.getMessage(), e);
        }
    }
}
