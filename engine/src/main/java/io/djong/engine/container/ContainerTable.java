package io.djong.engine.container;

import io.djong.engine.health.Health;
import io.djong.model.ContainerId;
import io.djong.model.error.EngineException;
import io.djong.model.json.Json;
import io.djong.network.Sandbox;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How containers and their sandboxes are kept: a JSON document each. A container's state is one of its own, as it alone
 * changes with each start and exit, and the rest is long.
 */
public final class ContainerTable {
    public static final Schema SCHEMA = new Schema("containers", """
            CREATE TABLE containers (
              id TEXT PRIMARY KEY,
              doc TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE sandboxes (
              container TEXT PRIMARY KEY,
              doc TEXT NOT NULL
            ) WITHOUT ROWID;
            """, """
            ALTER TABLE containers ADD COLUMN state TEXT;
            UPDATE containers SET state = json_extract(doc, '$.state');
            """, """
            CREATE TABLE health (
              container TEXT PRIMARY KEY,
              started TEXT NOT NULL,
              doc TEXT NOT NULL
            ) WITHOUT ROWID;
            """);

    /** What was last kept of a container's health, and in which run that was. */
    record KeptHealth(String started, Health health) {
        /** What it is now that nobody has probed for a while. */
        Health now(ContainerState state) {
            if (state.status() != ContainerStatus.RUNNING) {
                return health.unwatched();
            }
            boolean sameRun = started.equals(String.valueOf(state.startedAt()));
            return sameRun ? health : health.started();
        }
    }

    private ContainerTable() {}

    static List<ContainerRecord> load(Session session) {
        return session.list(
                "SELECT doc, state FROM containers",
                row -> Json.read(row.text(1), ContainerRecord.class)
                        .withState(Json.read(row.text(2), ContainerState.class)));
    }

    /** What keeps containers from being read, a line each. */
    public static List<String> problems(Session session) {
        return session
                .list("SELECT id, doc, state FROM containers", row -> unread(row.text(1), row.text(2), row.text(3)))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> unread(String id, String document, String state) {
        try {
            ContainerRecord record =
                    Json.read(document, ContainerRecord.class).withState(Json.read(state, ContainerState.class));
            return record.id().value().equals(id)
                    ? Optional.empty()
                    : Optional.of("container " + id + ": its record is of container " + record.id());
        } catch (EngineException e) {
            return Optional.of("container " + id + ": its record cannot be read: " + e.message());
        }
    }

    /** Records that name files below one directory name them below another from now on. */
    public static void moved(Transaction tx, String from, String to) {
        String before = prefix(from);
        String after = prefix(to);
        tx.execute("UPDATE containers SET doc = replace(doc, ?, ?)", before, after);
        tx.execute("UPDATE sandboxes SET doc = replace(doc, ?, ?)", before, after);
    }

    /** As a path below the directory begins in a JSON document. */
    private static String prefix(String directory) {
        String text = Json.text(directory);
        return text.substring(0, text.length() - 1) + "/";
    }

    /** A record as it is kept, its state apart. */
    static String document(ContainerRecord record) {
        return Json.text(record.withState(ContainerState.CREATED));
    }

    /** Saves what has changed of a container; one that has been removed meanwhile stays so. */
    static void save(Transaction tx, ContainerRecord record) {
        tx.execute(
                "UPDATE containers SET doc = ?, state = ? WHERE id = ?",
                document(record),
                Json.text(record.state()),
                record.id());
    }

    /** Saves a container that is new, as the {@linkplain #document(ContainerRecord) document} that was made of it. */
    static void insert(Transaction tx, ContainerRecord record, String document) {
        tx.execute(
                "INSERT INTO containers (id, doc, state) VALUES (?, ?, ?)",
                record.id(),
                document,
                Json.text(record.state()));
    }

    /** Saves the state of a container of which nothing else has changed. */
    static void saveState(Transaction tx, ContainerRecord record) {
        tx.execute("UPDATE containers SET state = ? WHERE id = ?", Json.text(record.state()), record.id());
    }

    static void delete(Transaction tx, ContainerId id) {
        tx.execute("DELETE FROM containers WHERE id = ?", id);
        tx.execute("DELETE FROM sandboxes WHERE container = ?", id);
    }

    /** The sandboxes of containers that run, or ran when the last daemon died. */
    static Map<ContainerId, Sandbox> sandboxes(Session session) {
        Map<ContainerId, Sandbox> all = new LinkedHashMap<>();
        session.list(
                "SELECT container, doc FROM sandboxes",
                row -> all.put(new ContainerId(row.text(1)), Json.read(row.text(2), Sandbox.class)));
        return all;
    }

    static Map<ContainerId, KeptHealth> healths(Session session) {
        Map<ContainerId, KeptHealth> all = new HashMap<>();
        session.list(
                "SELECT container, started, doc FROM health",
                row -> all.put(
                        new ContainerId(row.text(1)),
                        new KeptHealth(row.text(2), Json.read(row.text(3), Health.class))));
        return all;
    }

    static void saveHealth(Transaction tx, ContainerId id, Instant started, Health health) {
        tx.execute(
                "INSERT OR REPLACE INTO health (container, started, doc) VALUES (?, ?, ?)",
                id,
                started.toString(),
                Json.text(health));
    }

    static void deleteHealth(Transaction tx, ContainerId id) {
        tx.execute("DELETE FROM health WHERE container = ?", id);
    }

    static String document(Sandbox sandbox) {
        return Json.text(sandbox);
    }

    static void saveSandbox(Transaction tx, ContainerId id, String document) {
        tx.execute("INSERT OR REPLACE INTO sandboxes (container, doc) VALUES (?, ?)", id, document);
    }

    static void deleteSandbox(Transaction tx, ContainerId id) {
        tx.execute("DELETE FROM sandboxes WHERE container = ?", id);
    }
}
