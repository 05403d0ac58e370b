package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.event.Poller;
import io.djong.log.LogFiles;
import io.djong.log.LogPump;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.LogConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogsTest {
    private static final ContainerId ID = new ContainerId("ab".repeat(32));
    private static final Path NOWHERE = Path.of("/nowhere");

    private final Poller poller = Poller.start();
    private final LogPump pump = LogPump.start(poller);
    private final ContainerLogs logs = new ContainerLogs(
            pump,
            new ContainerPaths(NOWHERE),
            id -> NOWHERE,
            new LogConfig("json-file", Map.of("max-size", "1m", "max-file", "2")));

    @AfterEach
    void close() {
        pump.close();
        poller.close();
    }

    @Test
    void whoAsksForNothingGetsTheDefaults() {
        LogConfig defaults = new LogConfig("json-file", Map.of("max-size", "1m", "max-file", "2"));
        assertEquals(defaults, logs.settled(null));
        assertEquals(defaults, logs.settled(new LogConfig("", Map.of())));
    }

    @Test
    void optionsWithoutADriverAreTheDefaultDrivers() {
        assertEquals(
                new LogConfig("json-file", Map.of("max-size", "50m", "max-file", "2")),
                logs.settled(new LogConfig("", Map.of("max-size", "50m"))));
    }

    @Test
    void anotherDriverHasNoneOfTheDefaultsOptions() {
        assertEquals(new LogConfig("none", Map.of()), logs.settled(new LogConfig("none", Map.of())));
    }

    @Test
    void unknownDriversAndOptionsAreRefused() {
        assertThrows(InvalidArgument.class, () -> logs.settled(new LogConfig("nosuch", Map.of())));
        assertThrows(InvalidArgument.class, () -> logs.settled(new LogConfig("", Map.of("nosuch", "1"))));
    }

    @Test
    void linesMayHaveTheirTimeWithNineDigits(@TempDir Path root) throws Exception {
        LogFiles files = new ContainerPaths(root).logs(ID);
        Files.createDirectories(files.driverFile().getParent());
        Files.writeString(files.driverFile(), """
                {"log":"line\\n","stream":"stdout","time":"1970-01-01T00:00:00.00000007Z"}
                """);
        assertEquals("line\n", read(root, false));
        assertEquals("1970-01-01T00:00:00.000000070Z line\n", read(root, true));
    }

    private String read(Path root, boolean timestamps) throws Exception {
        ContainerLogs kept = new ContainerLogs(pump, new ContainerPaths(root), id -> root, new LogConfig("", Map.of()));
        Container container = new Container(new ContainerRecord(
                ID,
                "logged",
                Instant.EPOCH,
                Digest.sha256(new byte[0]),
                Json.read("{}", ContainerConfig.class),
                HostConfig.EMPTY,
                "",
                List.of(),
                Map.of(),
                ContainerState.CREATED,
                Ties.NONE));
        LogQuery query = new LogQuery(
                true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), timestamps, false);
        StringBuilder text = new StringBuilder();
        kept.read(
                container,
                query,
                (_, bytes, offset, length) -> text.append(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        kept.forget(container);
        return text.toString();
    }
}
