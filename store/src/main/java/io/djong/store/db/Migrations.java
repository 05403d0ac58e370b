package io.djong.store.db;

import io.djong.model.error.Internal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings the tables of every owner up to date. */
final class Migrations {
    private static final String SAVE =
            "INSERT INTO schemas (owner, version) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET version = excluded.version";

    private Migrations() {}

    static void apply(Path file, Link link, List<Schema> schemas) {
        Map<String, Integer> versions = versions(link);
        List<Schema> behind = new ArrayList<>();
        for (Schema schema : schemas) {
            int version = versions.getOrDefault(schema.owner(), 0);
            if (version > schema.migrations().size()) {
                throw new Internal("the state database " + file + " was written by a newer version (its "
                        + schema.owner() + " tables have version " + version + ", this program knows "
                        + schema.migrations().size() + ")");
            }
            if (version < schema.migrations().size()) {
                behind.add(schema);
            }
        }
        if (behind.isEmpty()) {
            return;
        }
        link.run("BEGIN IMMEDIATE");
        try {
            link.run("CREATE TABLE IF NOT EXISTS schemas (owner TEXT PRIMARY KEY, version INTEGER NOT NULL)");
            behind.forEach(schema -> migrate(link, schema, versions.getOrDefault(schema.owner(), 0)));
            link.run("COMMIT");
        } catch (RuntimeException e) {
            link.run("ROLLBACK");
            throw e;
        }
    }

    private static Map<String, Integer> versions(Link link) {
        Map<String, Integer> versions = new HashMap<>();
        if (link.exists("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schemas'")) {
            link.list("SELECT owner, version FROM schemas", row -> versions.put(row.text(1), (int) row.integer(2)));
        }
        return versions;
    }

    private static void migrate(Link link, Schema schema, int from) {
        for (String script :
                schema.migrations().subList(from, schema.migrations().size())) {
            for (String statement : script.split(";\\s*(\\n|$)", -1)) {
                if (!statement.isBlank()) {
                    link.run(statement);
                }
            }
        }
        link.execute(SAVE, schema.owner(), schema.migrations().size());
    }
}
