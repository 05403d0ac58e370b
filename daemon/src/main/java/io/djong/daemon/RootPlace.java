package io.djong.daemon;

import io.djong.engine.container.ContainerTable;
import io.djong.store.db.Database;
import io.djong.store.db.Schema;
import java.nio.file.Path;
import java.util.Optional;

/** Where the data root lay when it was last used: records that name files in it follow, however it was moved. */
final class RootPlace {
    static final Schema SCHEMA = new Schema("place", "CREATE TABLE place (path TEXT NOT NULL);");

    private RootPlace() {}

    static void follow(Database database, Path dataRoot) {
        Optional<String> before = database.read(session -> session.first("SELECT path FROM place", row -> row.text(1)));
        String now = dataRoot.toString();
        if (before.equals(Optional.of(now))) {
            return;
        }
        database.write(tx -> {
            before.ifPresent(old -> ContainerTable.moved(tx, old, now));
            tx.execute("DELETE FROM place");
            return tx.execute("INSERT INTO place (path) VALUES (?)", now);
        });
    }
}
