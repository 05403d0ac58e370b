package io.djong.engine.network;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.json.Json;
import io.djong.network.Network;
import io.djong.network.NetworkRecords;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import io.djong.store.db.Transaction;
import java.util.List;
import java.util.Map;

/** How networks are kept: a JSON document each, written together with the event that tells of it. */
public final class NetworkTable implements NetworkRecords {
    public static final Schema SCHEMA = new Schema("networks", """
            CREATE TABLE networks (
              id TEXT PRIMARY KEY,
              doc TEXT NOT NULL
            ) WITHOUT ROWID;
            """);

    private final Database database;
    private final Events events;

    public NetworkTable(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    @Override
    public List<Network> load() {
        return database.read(
                session -> session.list("SELECT doc FROM networks", row -> Json.read(row.text(1), Network.class)));
    }

    @Override
    public void save(Network network) {
        database.write(tx -> put(tx, network));
    }

    @Override
    public void create(Network network) {
        events.commit(tx -> {
            int rows = put(tx, network);
            add(tx, "create", network);
            return rows;
        });
    }

    @Override
    public void remove(Network network) {
        events.commit(tx -> {
            int rows = tx.execute("DELETE FROM networks WHERE id = ?", network.id());
            add(tx, "destroy", network);
            return rows;
        });
    }

    private static int put(Transaction tx, Network network) {
        return tx.execute("INSERT OR REPLACE INTO networks (id, doc) VALUES (?, ?)", network.id(), Json.text(network));
    }

    private void add(Transaction tx, String action, Network network) {
        Map<String, String> attributes = Map.of("name", network.name(), "type", network.driver());
        events.add(tx, EventType.NETWORK, action, network.id(), attributes);
    }
}
