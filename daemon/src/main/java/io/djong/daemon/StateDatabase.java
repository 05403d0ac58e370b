package io.djong.daemon;

import io.djong.engine.container.ContainerTable;
import io.djong.engine.event.Events;
import io.djong.engine.image.ImageStores;
import io.djong.engine.network.NetworkTable;
import io.djong.engine.volume.VolumeTable;
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
import java.time.Clock;
import java.util.List;

/** A data root's database and the stores behind it, as every start of the daemon opens them. */
final class StateDatabase {
    static final String FILE = "state.db";

    private StateDatabase() {}

    /** Opens the database, which is made if need be. Where the data root was moved, its records follow. */
    static Database open(Path dataRoot) {
        Database database = Database.open(
                dataRoot.resolve(FILE),
                List.of(
                        Leases.SCHEMA,
                        ContentStore.SCHEMA,
                        Snapshots.SCHEMA,
                        ImageStore.SCHEMA,
                        Events.SCHEMA,
                        NetworkTable.SCHEMA,
                        VolumeTable.SCHEMA,
                        ContainerTable.SCHEMA,
                        RootPlace.SCHEMA));
        try {
            RootPlace.follow(database, dataRoot);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /** The stores of images; the snapshots' to be closed before the database. */
    static ImageStores imageStores(
            Path dataRoot, Database database, Snapshots snapshots, Clock clock, ImageStore.Blobs blobs)
            throws IOException {
        Leases leases = new Leases(database, clock, owner(clock));
        ContentStore content = new ContentStore(dataRoot, database, clock);
        snapshots.start();
        GarbageCollector collector = new GarbageCollector(database, leases, List.of(content, snapshots));
        return new ImageStores(
                database,
                new ImageStore(database, clock, blobs),
                content,
                snapshots,
                new LayerUnpacker(LayerLimits.DEFAULT),
                leases,
                collector);
    }

    /** Tells this start of the daemon from every other. */
    private static String owner(Clock clock) throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        return boot + "/" + ProcessHandle.current().pid() + "/" + clock.millis();
    }
}
