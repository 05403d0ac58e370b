package io.djong.daemon;

import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The identity of an engine, made with its data root. */
final class EngineId {
    private EngineId() {}

    static String of(Path dataRoot) {
        Path file = dataRoot.resolve("engine-id");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String id = UUID.randomUUID().toString();
            Files.writeString(file, id + "\n");
            return id;
        } catch (IOException e) {
            throw new Internal("keeping the engine's identity in " + file + ": " + e.getMessage(), e);
        }
    }
}
