package io.djong.daemon;

import io.djong.daemon.config.DaemonConfig;
import io.djong.engine.container.ContainerTable;
import io.djong.engine.image.ImageStores;
import io.djong.model.error.Internal;
import io.djong.store.check.CheckReport;
import io.djong.store.check.StoreCheck;
import io.djong.store.db.Database;
import io.djong.store.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** {@code djongd --check}: verifies everything in a data root. */
final class RootCheck {
    private RootCheck() {}

    static CheckReport run(Closing closing, DaemonConfig config, Consumer<String> told) {
        Path dataRoot = config.dataRoot();
        Database database = closing.add(StateDatabase.open(dataRoot));
        Clock clock = Clock.systemUTC();
        Snapshots snapshots = closing.add(new Snapshots(dataRoot, database, clock));
        ImageStores stores;
        try {
            stores = StateDatabase.imageStores(dataRoot, database, snapshots, clock, config.blobs());
        } catch (IOException e) {
            throw Internal.failedTo("open the stores", e);
        }
        RootUse use = RootUse.now();
        CheckReport report = new StoreCheck(
                        new StoreCheck.Parts(
                                database,
                                stores.content(),
                                snapshots,
                                stores.images(),
                                stores.unpacker(),
                                stores.leases(),
                                stores.collector(),
                                directory -> use.of(directory).isPresent()),
                        told)
                .run();
        List<String> unread = database.read(ContainerTable::problems);
        unread.forEach(told);
        return new CheckReport(report.repaired(), report.broken() + unread.size());
    }
}
