package io.djong.engine.image;

import io.djong.engine.event.Events;
import io.djong.store.content.ContentStore;
import io.djong.store.db.Database;
import io.djong.store.gc.GarbageCollector;
import io.djong.store.image.ImageStore;
import io.djong.store.layer.LayerLimits;
import io.djong.store.layer.LayerUnpacker;
import io.djong.store.lease.Leases;
import io.djong.store.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Real stores in a directory of the test's. */
final class TestStores implements AutoCloseable {
    final ImageStores stores;
    final Events events;
    private final Database database;
    private final Snapshots snapshots;

    TestStores(Path directory, String owner) throws IOException {
        Path root = Files.createDirectories(directory);
        InstantSource clock = InstantSource.system();
        database = Database.open(
                root.resolve("state.db"),
                List.of(Leases.SCHEMA, ContentStore.SCHEMA, Snapshots.SCHEMA, ImageStore.SCHEMA, Events.SCHEMA));
        Leases leases = new Leases(database, clock, owner);
        ContentStore content = new ContentStore(root, database, clock);
        snapshots = new Snapshots(root, database, clock);
        snapshots.start();
        stores = new ImageStores(
                database,
                new ImageStore(database),
                content,
                snapshots,
                new LayerUnpacker(LayerLimits.DEFAULT),
                leases,
                new GarbageCollector(database, leases, List.of(content, snapshots)));
        events = new Events(database, clock);
    }

    @Override
    public void close() {
        snapshots.close();
        database.close();
    }
}
