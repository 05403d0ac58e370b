package io.djong.log.driver;

import io.djong.log.ContainerLog;
import io.djong.log.LogFiles;
import io.djong.log.LogQuery;
import io.djong.log.LogSettings;
import io.djong.model.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A container and entries of its log, to be sent. */
final class Entries {
    static final ContainerId ID = new ContainerId("0123456789abcdef".repeat(4));
    static final LogSubject SUBJECT = new LogSubject(
            ID,
            "web",
            "nginx:latest",
            "sha256:" + "cd".repeat(32),
            List.of("nginx", "-g"),
            Instant.parse("2026-01-31T10:00:00Z"),
            Map.of("com.example.team", "blue", "tier", "front"),
            Map.of("MODE", "fast", "SECRET", "x"));

    private final Path directory;

    Entries(Path directory) {
        this.directory = directory;
    }

    static String json(String text, String stream, int second) {
        return "{\"log\":\"" + text + "\",\"stream\":\"" + stream
                + "\",\"time\":\"2026-01-31T10:20:%02d.123456789Z\"}\n".formatted(second);
    }

    /** Sends entries, lines of a log's file, to a target. */
    void send(Target target, String... entries) throws IOException, InterruptedException {
        LogFiles files = new LogFiles(ID, directory);
        Files.writeString(files.driverFile(), String.join("", entries));
        Parts parts = new Parts(ID.value());
        try (ContainerLog log = ContainerLog.open(files, LogSettings.DEFAULT)) {
            log.read(LogQuery.ALL, line -> {
                target.send(parts.of(line));
                return true;
            });
        }
        target.flush();
        Files.delete(files.driverFile());
        Files.deleteIfExists(directory.resolve("log-progress"));
    }
}
