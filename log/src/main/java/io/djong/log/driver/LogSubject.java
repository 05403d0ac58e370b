package io.djong.log.driver;

import io.djong.model.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The container whose log it is, as targets and tags name it.
 *
 * @param name without a slash before it
 * @param image the image as it was asked for, and {@code imageId} its id
 * @param command what runs, with its arguments
 */
public record LogSubject(
        ContainerId id,
        String name,
        String image,
        String imageId,
        List<String> command,
        Instant created,
        Map<String, String> labels,
        Map<String, String> environment) {
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    public LogSubject {
        command = List.copyOf(command);
        labels = Map.copyOf(labels);
        environment = Map.copyOf(environment);
    }

    /** The machine on which it runs. */
    String host() {
        try {
            return Files.readString(HOSTNAME).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
