package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.registry.Repository;
import io.djong.store.content.Ingest;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.lease.Lease;
import io.djong.store.snapshot.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * Fetches and unpacks the layers of images.
 *
 * <p>Each layer of a pull has a thread. It takes the layer's turn, so that of several pulls one fetches it and the others
 * tell of its progress; then one of the permits to download, which all pulls share; gives the permit back when the layer
 * is unpacked; waits for the layer below, and commits. A thread with a permit never waits for another thread's turn or
 * layer, so permits always come back; and a layer waits only for lower ones, so there is no circle.
 */
final class LayerFetcher {
    private final ImageStores stores;
    private final TransferLimit downloads;
    private final Turns<Digest, TransferProgress.State> turns = new Turns<>();

    LayerFetcher(ImageStores stores, TransferLimit downloads) {
        this.stores = stores;
        this.downloads = downloads;
    }

    /** Sees that all layers are here, held by the lease. If one fails, the others are given up. */
    void fetch(Lease lease, Repository repository, List<PullPlan.Layer> layers, TransferProgress progress) {
        List<Callable<Digest>> tasks = new ArrayList<>();
        CountDownLatch below = new CountDownLatch(0);
        Optional<Digest> parent = Optional.empty();
        for (PullPlan.Layer layer : layers) {
            TransferProgress.Layer line = progress.layer(layer.blob());
            if (isHere(lease, layer)) {
                line.state("Already exists");
            } else {
                line.state("Pulling fs layer");
                Work work = new Work(lease, repository, layer, parent, line, below);
                tasks.add(work);
                below = work.committed;
            }
            parent = Optional.of(layer.chainId());
        }
        Together.run("pull-layer-", tasks);
    }

    /**
     * Whether the layer is here, held by the lease then. One that is unpacked may lack its blob, which went with an image:
     * whoever unpacks it once more sees that the blob is the layer's.
     */
    private boolean isHere(Lease lease, PullPlan.Layer layer) {
        return stores.snapshots().hold(lease, layer.chainId())
                && (!stores.images().keepsBlobs()
                        || stores.content().hold(lease, layer.blob().digest()));
    }

    private final class Work implements Callable<Digest> {
        private final Lease lease;
        private final Repository repository;
        private final PullPlan.Layer layer;
        private final Optional<Digest> parent;
        private final TransferProgress.Layer line;
        private final CountDownLatch below;
        private final CountDownLatch committed = new CountDownLatch(1);
        private boolean resumed;

        Work(
                Lease lease,
                Repository repository,
                PullPlan.Layer layer,
                Optional<Digest> parent,
                TransferProgress.Layer line,
                CountDownLatch below) {
            this.lease = lease;
            this.repository = repository;
            this.layer = layer;
            this.parent = parent;
            this.line = line;
            this.below = below;
        }

        @Override
        public Digest call() throws IOException, InterruptedException {
            try (Turns.Turn<TransferProgress.State> turn = turns.take(layer.chainId(), line::show)) {
                if (!isHere(lease, layer)) {
                    line.shareWith(turn);
                    bring();
                }
            }
            line.state("Pull complete");
            committed.countDown();
            return layer.chainId();
        }

        private void bring() throws IOException, InterruptedException {
            boolean here = false;
            while (!here) {
                try {
                    bringOnce();
                    here = true;
                } catch (InvalidArgument e) {
                    if (!worthAnotherTry()) {
                        throw e;
                    }
                }
            }
        }

        /**
         * The store has thrown away what does not match the digest: that may have been the part of an earlier attempt,
         * or a mirror's. What is kept matches, and is as bad as it is everywhere.
         */
        private boolean worthAnotherTry() {
            boolean kept = stores.content().info(layer.blob().digest()).isPresent();
            return !kept && (resumed || repository.distrust(layer.blob()));
        }

        private void bringOnce() throws IOException, InterruptedException {
            resumed = false;
            try (Draft draft = stores.snapshots().draft()) {
                UnpackedLayer unpacked;
                downloads.begin(() -> line.state("Waiting"));
                try {
                    unpacked = unpack(draft);
                } finally {
                    downloads.end();
                }
                below.await();
                line.extracting();
                Digest _ = stores.snapshots().commit(lease, draft, parent, unpacked.require(layer.diffId()));
            }
        }

        private UnpackedLayer unpack(Draft draft) throws IOException {
            Optional<Ingest> ingest = stores.content().ingest(lease, layer.blob());
            if (ingest.isEmpty()) {
                line.state("Download complete");
                try (InputStream blob = stores.content().open(layer.blob().digest())) {
                    return stores.unpacker().unpack(line.counted("Extracting", blob, 0), draft.directory());
                }
            }
            try (Ingest open = ingest.get();
                    InputStream rest = repository.open(layer.blob(), open.offset(), line)) {
                resumed = open.offset() > 0;
                UnpackedLayer unpacked = stores.unpacker()
                        .unpack(open, line.counted("Downloading", rest, open.offset()), draft.directory());
                line.state("Verifying Checksum");
                line.state("Download complete");
                return unpacked;
            }
        }
    }
}
