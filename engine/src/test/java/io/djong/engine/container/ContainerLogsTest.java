package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.event.Poller;
import io.djong.log.LogPump;
import io.djong.model.container.LogConfig;
import io.djong.model.error.InvalidArgument;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainerLogsTest {
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
}
