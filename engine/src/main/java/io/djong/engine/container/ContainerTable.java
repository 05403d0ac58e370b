package io.djong.engine.container;

import io.djong.model.ContainerId;
import io.djong.model.json.Json;
import io.djong.network.Sandbox;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import java.util.List;
import java.util.Optional;

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

    static Optional<Sandbox> sandbox(Session session, ContainerId id) {
        return session.first(
                "SELECT doc FROM sandboxes WHERE container = ?", row -> Json.read(row.text(1), Sandbox.class), id);
    }

    static void saveSandbox(Transaction tx, ContainerId id, Sandbox sandbox) {
        tx.execute("INSERT OR REPLACE INTO sandboxes (container, doc) VALUES (?, ?)", id, Json.text(sandbox));
    }

    static void deleteSandbox(Transaction tx, ContainerId id) {
        tx.execute("DELETE FROM sandboxes WHERE container = ?", id);
    }
}
