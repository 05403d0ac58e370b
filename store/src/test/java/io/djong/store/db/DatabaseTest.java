package io.djong.store.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final Schema FIRST = new Schema("things", """
            CREATE TABLE things (
              name TEXT PRIMARY KEY,
              size INTEGER
            );
            """);
    private static final String INSERT = "INSERT INTO things (name, size) VALUES (?, ?)";

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("state.db");
    }

    private static long count(Database database) {
        return database.read(session -> session.number("SELECT count(*) FROM things"));
    }

    @Test
    void writesAreSeenByReadsAndByTheNextStart() {
        try (Database database = Database.open(file(), List.of(FIRST))) {
            database.write(tx -> tx.execute(INSERT, "a", 1));
            database.writeDurably(tx -> tx.execute(INSERT, "b", null));
            assertEquals(2, count(database));
        }
        try (Database database = Database.open(file(), List.of(FIRST))) {
            assertEquals(
                    List.of("a=1", "b=0"),
                    database.read(session -> session.list(
                            "SELECT name, size FROM things ORDER BY name", row -> row.text(1) + "=" + row.integer(2))));
        }
    }

    @Test
    void aFailedTransactionLeavesNothingAndPassesItsExceptionOn() {
        try (Database database = Database.open(file(), List.of(FIRST))) {
            Conflict thrown = assertThrows(
                    Conflict.class,
                    () -> database.write(tx -> {
                        tx.execute(INSERT, "a", 1);
                        throw new Conflict("taken");
                    }));
            assertEquals("taken", thrown.message());
            assertEquals(0, count(database));
            database.write(tx -> tx.execute(INSERT, "b", 1));
            assertEquals(1, count(database));
        }
    }

    @Test
    void manyWritersAreCommittedTogetherAndFailAlone() {
        try (Database database = Database.open(file(), List.of(FIRST));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 500)
                    .mapToObj(i -> threads.submit(() -> database.write(tx -> {
                        tx.execute(INSERT, "n" + i, i);
                        if (i % 10 == 0) {
                            throw new Conflict("every tenth");
                        }
                        return i;
                    })))
                    .toList();
            long failed = tasks.stream()
                    .filter(task -> {
                        try {
                            task.get();
                            return false;
                        } catch (java.util.concurrent.ExecutionException e) {
                            return true;
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .count();
            assertEquals(50, failed);
            assertEquals(450, count(database));
        }
    }

    @Test
    void manyReadersShareFewConnections() {
        try (Database database = Database.open(file(), List.of(FIRST));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.write(tx -> tx.execute(INSERT, "a", 1));
            var tasks = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> count(database)))
                    .toList();
            assertTrue(tasks.stream().allMatch(task -> {
                try {
                    return task.get() == 1;
                } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
    }

    @Test
    void aReadSeesOneState() {
        try (Database database = Database.open(file(), List.of(FIRST))) {
            database.read(session -> {
                assertEquals(0, session.number("SELECT count(*) FROM things"));
                database.write(tx -> tx.execute(INSERT, "a", 1));
                assertEquals(0, session.number("SELECT count(*) FROM things"));
                return 0;
            });
            assertEquals(1, count(database));
        }
    }

    @Test
    void migrationsRunOnceAndInOrder() {
        Schema second = new Schema(
                "things",
                FIRST.migrations().getFirst(),
                "ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';\n");
        Database.open(file(), List.of(FIRST)).close();
        try (Database database = Database.open(file(), List.of(second))) {
            database.write(tx -> tx.execute(INSERT, "a", 1));
            assertEquals(1L, (long)
                    database.<Long>read(session -> session.number("SELECT count(*) FROM things WHERE colour = 'red'")));
        }
        Internal newer = assertThrows(Internal.class, () -> Database.open(file(), List.of(FIRST)));
        assertTrue(newer.message().contains("newer version"), newer.message());
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(file(), "this is not a database, and it is long enough to be looked at".repeat(50));
        Internal thrown = assertThrows(Internal.class, () -> Database.open(file(), List.of(FIRST)));
        assertTrue(thrown.message().contains(file() + " is damaged"), thrown.message());
    }

    @Test
    void aClosedDatabaseRefuses() {
        Database database = Database.open(file(), List.of(FIRST));
        database.close();
        assertThrows(Unavailable.class, () -> database.write(tx -> tx.execute(INSERT, "a", 1)));
        assertThrows(Unavailable.class, () -> count(database));
    }

    @Test
    void aTransactionWithinATransactionIsAMistake() {
        try (Database database = Database.open(file(), List.of(FIRST))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.write(tx -> database.write(inner -> inner.execute(INSERT, "a", 1))));
        }
    }
}
