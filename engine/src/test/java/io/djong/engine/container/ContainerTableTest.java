package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import io.djong.store.db.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTableTest {
    private static final ContainerRecord CREATED = new ContainerRecord(
            new ContainerId("ab".repeat(32)),
            "table",
            Instant.EPOCH,
            Digest.sha256(new byte[0]),
            ContainerConfig.EMPTY,
            HostConfig.EMPTY,
            "true",
            List.of(),
            Map.of(),
            ContainerState.CREATED,
            Ties.NONE);

    private static final ContainerRecord RUNNING =
            CREATED.withState(ContainerState.CREATED.running(4711, Instant.ofEpochSecond(1)));

    @TempDir
    Path root;

    private Database open(Schema schema) {
        return Database.open(root.resolve("state.db"), List.of(schema));
    }

    private static void insert(Transaction tx, ContainerRecord record) {
        ContainerTable.insert(tx, record, ContainerTable.document(record));
    }

    @Test
    void theStateIsSavedAlone() {
        try (Database database = open(ContainerTable.SCHEMA)) {
            database.write(tx -> {
                insert(tx, CREATED);
                ContainerTable.saveState(tx, RUNNING);
                return true;
            });
            assertEquals(List.of(RUNNING), database.read(ContainerTable::load));
        }
    }

    @Test
    void aChangeOfTheRestKeepsTheState() {
        try (Database database = open(ContainerTable.SCHEMA)) {
            database.write(tx -> {
                insert(tx, CREATED);
                ContainerTable.save(tx, RUNNING.withName("renamed"));
                return true;
            });
            assertEquals(List.of(RUNNING.withName("renamed")), database.read(ContainerTable::load));
        }
    }

    @Test
    void oneThatWasRemovedIsNotBroughtBack() {
        try (Database database = open(ContainerTable.SCHEMA)) {
            database.write(tx -> {
                insert(tx, CREATED);
                ContainerTable.delete(tx, CREATED.id());
                ContainerTable.save(tx, CREATED.withName("ghost"));
                return true;
            });
            assertEquals(List.of(), database.read(ContainerTable::load));
        }
    }

    @Test
    void aChangeOfOnePartKeepsTheOthers() {
        Ties ties = new Ties(List.of(), List.of(new Ties.Link(CREATED.id(), "db")));
        ContainerRecord tied = CREATED.withTies(ties);
        assertEquals(ties, tied.withHost(HostConfig.EMPTY).ties());
        assertEquals(ties, tied.withName("other").ties());
        assertEquals(ties, tied.withState(RUNNING.state()).ties());
    }

    @Test
    void recordsOfBeforeTheStateWasApartAreRead() {
        Schema first = new Schema(
                ContainerTable.SCHEMA.owner(),
                ContainerTable.SCHEMA.migrations().getFirst());
        try (Database database = open(first)) {
            database.write(tx -> {
                tx.execute("INSERT INTO containers (id, doc) VALUES (?, ?)", RUNNING.id(), Json.text(RUNNING));
                return true;
            });
        }
        try (Database database = open(ContainerTable.SCHEMA)) {
            assertEquals(List.of(RUNNING), database.read(ContainerTable::load));
        }
    }
}
