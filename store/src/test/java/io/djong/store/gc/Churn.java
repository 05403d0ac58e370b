package io.djong.store.gc;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageConfig;
import io.djong.model.json.Json;
import io.djong.store.content.ContentStore;
import io.djong.store.content.Ingest;
import io.djong.store.db.Database;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.ImageStore;
import io.djong.store.layer.LayerLimits;
import io.djong.store.layer.LayerUnpacker;
import io.djong.store.layer.TarMaker;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.lease.Lease;
import io.djong.store.lease.Leases;
import io.djong.store.snapshot.ChainId;
import io.djong.store.snapshot.Draft;
import io.djong.store.snapshot.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The whole store at work: images come and go, containers too, on several threads, until somebody kills it. */
public final class Churn implements AutoCloseable {
    private static final int IMAGES = 12;

    final Database database;
    final Leases leases;
    final ContentStore content;
    final Snapshots snapshots;
    final ImageStore images;
    final GarbageCollector collector;

    Churn(Path root) throws IOException {
        database = Database.open(
                root.resolve("state.db"),
                List.of(Leases.SCHEMA, ContentStore.SCHEMA, Snapshots.SCHEMA, ImageStore.SCHEMA));
        InstantSource clock = InstantSource.system();
        leases = new Leases(database, clock, ProcessHandle.current().pid() + "-" + System.nanoTime());
        content = new ContentStore(root, database, clock);
        snapshots = new Snapshots(root, database, clock);
        snapshots.start();
        images = new ImageStore(database, clock);
        collector = new GarbageCollector(database, leases, List.of(content, snapshots));
    }

    public static void main(String[] arguments) throws IOException {
        Churn churn = new Churn(Path.of(arguments[0]));
        for (int i = 0; i < 3; i++) {
            long seed = i + Long.parseLong(arguments[1]);
            Thread.ofPlatform().start(() -> churn.work(new Random(seed)));
        }
    }

    private void work(Random random) {
        try {
            for (int round = 0; ; round++) {
                step(random, round);
            }
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(3);
        }
    }

    private void step(Random random, int round) throws IOException {
        int which = random.nextInt(IMAGES);
        switch (random.nextInt(4)) {
            case 0 -> {
                Digest id = pull(which);
                prepareAndRemove(id, round);
            }
            case 1 -> pull(which);
            case 2 -> {
                Reference name = Reference.parse("churn:" + which);
                database.write(tx -> images.untag(tx, name).map(id -> images.remove(tx, id)));
            }
            default -> collector.collect();
        }
    }

    private void prepareAndRemove(Digest image, int round) {
        String key = "c" + Thread.currentThread().threadId() + "-" + round + "-" + System.nanoTime();
        images.find(image).flatMap(ImageRecord::topLayer).ifPresent(top -> {
            try {
                snapshots.prepare(key, Optional.of(top));
            } catch (io.djong.model.error.NotFound e) {
                return; // another thread removed the image and collected meanwhile
            }
            snapshots.usage(key);
            snapshots.remove(key);
        });
    }

    /** Images share their lower layers. */
    private Digest pull(int which) throws IOException {
        List<byte[]> layers = List.of(layer(0), layer(which % 3 + 1), layer(which + 10));
        try (Lease lease = leases.open("churn " + which, Duration.ofMillis(1))) {
            List<Digest> diffIds = new ArrayList<>();
            List<Digest> blobs = new ArrayList<>();
            long size = 0;
            for (byte[] tar : layers) {
                Optional<Digest> parent = diffIds.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ChainId.of(diffIds).getLast());
                diffIds.add(Digest.sha256(tar));
                blobs.add(pullLayer(lease, parent, tar));
                size += tar.length;
            }
            String config = "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":" + Json.text(diffIds) + "}}";
            Digest id = content.put(lease, "config", config.getBytes(StandardCharsets.UTF_8))
                    .digest();
            ImageRecord record = new ImageRecord(
                    id,
                    null,
                    null,
                    blobs,
                    ChainId.of(diffIds),
                    size,
                    Json.read(config, ImageConfig.class),
                    null,
                    java.time.Instant.EPOCH);
            database.write(tx -> {
                images.put(tx, record);
                return images.tag(tx, Reference.parse("churn:" + which), id);
            });
            System.out.println("pulled");
            return id;
        }
    }

    private Digest pullLayer(Lease lease, Optional<Digest> parent, byte[] tar) throws IOException {
        byte[] blob = TarMaker.gzip(tar);
        Descriptor descriptor = new Descriptor("layer", Digest.sha256(blob), blob.length);
        Digest chainId = ChainId.of(parent, Digest.sha256(tar));
        boolean unpacked = snapshots.hold(lease, chainId);
        Optional<Ingest> ingest = content.ingest(lease, descriptor);
        LayerUnpacker unpacker = new LayerUnpacker(LayerLimits.DEFAULT);
        try (Draft draft = snapshots.draft()) {
            UnpackedLayer layer = null;
            if (ingest.isPresent()) {
                try (Ingest open = ingest.get()) {
                    int offset = (int) open.offset();
                    layer = unpacker.unpack(
                            open, new ByteArrayInputStream(blob, offset, blob.length - offset), draft.directory());
                }
            } else if (!unpacked) {
                layer = unpacker.unpack(content.open(descriptor.digest()), draft.directory());
            }
            if (layer != null) {
                snapshots.commit(lease, draft, parent, layer);
            }
        }
        return descriptor.digest();
    }

    private static byte[] layer(int which) {
        byte[] data = new byte[20_000];
        new Random(which).nextBytes(data);
        TarMaker tar = new TarMaker().directory("d");
        for (int i = 0; i < 10; i++) {
            tar.member('0', "d/f" + which + "-" + i, "", data);
        }
        return tar.end();
    }

    @Override
    public void close() {
        snapshots.close();
        database.close();
    }
}
