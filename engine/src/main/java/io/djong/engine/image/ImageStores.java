package io.djong.engine.image;

import io.djong.store.content.ContentStore;
import io.djong.store.db.Database;
import io.djong.store.gc.GarbageCollector;
import io.djong.store.image.ImageStore;
import io.djong.store.layer.LayerUnpacker;
import io.djong.store.lease.Leases;
import io.djong.store.snapshot.Snapshots;

/** Where images are kept, in all their parts, and what brings them there. */
public record ImageStores(
        Database database,
        ImageStore images,
        ContentStore content,
        Snapshots snapshots,
        LayerUnpacker unpacker,
        Leases leases,
        GarbageCollector collector) {}
