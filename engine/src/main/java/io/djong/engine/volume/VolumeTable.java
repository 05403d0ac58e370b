package io.djong.engine.volume;

import io.djong.model.json.Json;
import io.djong.store.db.Row;
import io.djong.store.db.Schema;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How volumes are kept: a row each, labels and options as JSON objects. */
public final class VolumeTable {
    /** The time in milliseconds since 1970. */
    public static final Schema SCHEMA = new Schema("volumes", """
            CREATE TABLE volumes (
              name TEXT PRIMARY KEY,
              created INTEGER NOT NULL,
              labels TEXT NOT NULL,
              options TEXT NOT NULL
            ) WITHOUT ROWID;
            """);

    private static final String NONE = "{}";

    private VolumeTable() {}

    static List<Volume> load(Session session) {
        return session.list("SELECT name, created, labels, options FROM volumes", VolumeTable::volume);
    }

    private static Volume volume(Row row) {
        return new Volume(row.text(1), Instant.ofEpochMilli(row.integer(2)), map(row.text(3)), map(row.text(4)));
    }

    private static Map<String, String> map(String json) {
        if (json.equals(NONE)) {
            return Map.of(); // as most are: nothing to decode at a start
        }
        Map<String, String> map = new TreeMap<>();
        Json.tree(json.getBytes(StandardCharsets.UTF_8))
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asString("")));
        return map;
    }

    static int insert(Transaction tx, Volume volume) {
        return tx.execute(
                "INSERT INTO volumes (name, created, labels, options) VALUES (?, ?, ?, ?)",
                volume.name(),
                volume.created().toEpochMilli(),
                Json.text(volume.labels()),
                Json.text(volume.options()));
    }

    static int delete(Transaction tx, String name) {
        return tx.execute("DELETE FROM volumes WHERE name = ?", name);
    }
}
