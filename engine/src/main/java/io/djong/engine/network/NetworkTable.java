package io.djong.engine.network;

import io.djong.model.json.Json;
import io.djong.network.Network;
import io.djong.network.NetworkRecords;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import java.util.List;

/** How networks are kept: a JSON document each. */
public final class NetworkTable implements NetworkRecords {
    public static final Schema SCHEMA = new Schema("networks", """
            CREATE TABLE networks (
              id TEXT PRIMARY KEY,
              doc TEXT NOT NULL
            ) WITHOUT ROWID;
            """);

    private final Database database;

    public NetworkTable(Database database) {
        this.database = database;
    }

    @Override
    public List<Network> load() {
        return database.read(
                session -> session.list("SELECT doc FROM networks", row -> Json.read(row.text(1), Network.class)));
    }

    @Override
    public void save(Network network) {
        database.write(tx -> tx.execute(
                "INSERT OR REPLACE INTO networks (id, doc) VALUES (?, ?)", network.id(), Json.text(network)));
    }

    @Override
    public void remove(String networkId) {
        database.write(tx -> tx.execute("DELETE FROM networks WHERE id = ?", networkId));
    }
}
