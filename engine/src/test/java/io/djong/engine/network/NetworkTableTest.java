package io.djong.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.engine.event.EventQuery;
import io.djong.engine.event.Events;
import io.djong.model.Filters;
import io.djong.network.IpamConfig;
import io.djong.network.Network;
import io.djong.store.db.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTableTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Network BLUE = new Network(
            "blue",
            "ab".repeat(32),
            NOW,
            "local",
            "bridge",
            true,
            false,
            IpamConfig.DEFAULT,
            false,
            false,
            false,
            Map.of(),
            Map.of());

    @TempDir
    Path directory;

    @Test
    void whatUsersCreateAndRemoveIsToldOf() throws InterruptedException {
        try (Database database =
                Database.open(directory.resolve("state.db"), List.of(Events.SCHEMA, NetworkTable.SCHEMA))) {
            Events events = new Events(database, InstantSource.fixed(NOW));
            NetworkTable table = new NetworkTable(database, events);
            table.save(BLUE);
            assertEquals(List.of(), told(events));
            table.create(BLUE);
            assertEquals(List.of(BLUE), table.load());
            table.remove(BLUE);
            assertEquals(List.of(), table.load());
            assertEquals(List.of("create blue bridge", "destroy blue bridge"), told(events));
        }
    }

    @Test
    void aRecordIsNeverWithoutItsEvent() {
        try (Database database = Database.open(directory.resolve("state.db"), List.of(NetworkTable.SCHEMA))) {
            NetworkTable table = new NetworkTable(database, new Events(database, InstantSource.fixed(NOW)));
            assertThrows(RuntimeException.class, () -> table.create(BLUE)); // there is no journal to write to
            assertEquals(List.of(), table.load());
            table.save(BLUE);
            assertThrows(RuntimeException.class, () -> table.remove(BLUE));
            assertEquals(List.of(BLUE), table.load());
        }
    }

    private static List<String> told(Events events) throws InterruptedException {
        List<String> told = new ArrayList<>();
        EventQuery all = new EventQuery(Optional.of(Instant.EPOCH), Optional.of(NOW), Filters.NONE);
        events.stream(
                all,
                () -> {},
                event -> told.add(event.action() + " " + event.attributes().get("name") + " "
                        + event.attributes().get("type")));
        return told;
    }
}
