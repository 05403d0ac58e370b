package io.djong.engine.container;

import io.djong.model.ContainerId;
import io.djong.model.json.Json;
import io.djong.network.Sandbox;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How containers and their sandboxes are kept: a JSON document each. */
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
            """);

    private ContainerTable() {}

    static List<ContainerRecord> load(Session session) {
        return session.list("SELECT doc FROM containers", row -> Json.read(row.text(1), ContainerRecord.class));
    }

    static void save(Transaction tx, ContainerRecord record) {
        tx.execute("INSERT OR REPLACE INTO containers (id, doc) VALUES (?, ?)", record.id(), Json.text(record));
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

    static void saveSandbox(Transaction tx, ContainerId id, Sandbox sandbox) {
        tx.execute("INSERT OR REPLACE INTO sandboxes (container, doc) VALUES (?, ?)", id, Json.text(sandbox));
    }

    static void deleteSandbox(Transaction tx, ContainerId id) {
        tx.execute("DELETE FROM sandboxes WHERE container = ?", id);
    }
}
