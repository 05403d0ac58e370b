package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and unpacks the layers of images.
 *
 * <p>Each layer of a pull has a thread. It takes the layer's lock, so that of several pulls one fetches it; then one of
 * the permits to download, which all pulls share; gives the permit back when the layer is unpacked; waits for the layer
 * below, and commits. A thread with a permit never waits for another thread's lock or layer, so permits always come
 * back; and a layer waits only for lower ones, so there is no circle.
 *
 * <p>The threads are platform threads: inflating is work for the processor, and would keep the virtual threads of
 * requests waiting.
 */
final class LayerFetcher {
    private final ImageStores stores;
    private final Semaphore downloads;
    private final KeyedLocks<Digest> locks = new KeyedLocks<>();

    LayerFetcher(ImageStores stores, int maxConcurrentDownloads) {
        this.stores = stores;
        this.downloads = new Semaphore(maxConcurrentDownloads, true);
    }

    /** Sees that all layers are here, held by the lease. If one fails, the others are given up. */
    void fetch(Lease lease, Repository repository, List<PullPlan.Layer> layers, PullProgress progress) {
        List<Callable<Digest>> tasks = new ArrayList<>();
        CountDownLatch below = new CountDownLatch(0);
        Optional<Digest> parent = Optional.empty();
        for (PullPlan.Layer layer : layers) {
            PullProgress.Layer line = progress.layer(layer.blob());
            if (stores.snapshots().hold(lease, layer.chainId())) {
                line.state("Already exists");
            } else {
                line.state("Pulling fs layer");
                Work work = new Work(lease, repository, layer, parent, line, below);
                tasks.add(work);
                below = work.committed;
            }
            parent = Optional.of(layer.chainId());
        }
        runAll(tasks);
    }

    private static void runAll(List<Callable<Digest>> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("pull-layer-", 0).daemon().factory());
        try (threads) {
            ExecutorCompletionService<Digest> results = new ExecutorCompletionService<>(threads);
            tasks.forEach(results::submit);
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    Digest _ = results.take().get();
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new Cancelled("context canceled", e);
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw failure(e.getCause());
            }
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case EngineException known -> known;
            case IOException e -> Internal.failedTo("register layer", e);
            case InterruptedException e -> new Cancelled("context canceled", e);
            case Error e -> throw e;
            case RuntimeException e -> e;
            case null, default -> new Internal("failed to register layer: " + cause);
        };
    }

    private final class Work implements Callable<Digest> {
        private final Lease lease;
        private final Repository repository;
        private final PullPlan.Layer layer;
        private final Optional<Digest> parent;
        private final PullProgress.Layer line;
        private final CountDownLatch below;
        private final CountDownLatch committed = new CountDownLatch(1);
        private boolean resumed;

        Work(
                Lease lease,
                Repository repository,
                PullPlan.Layer layer,
                Optional<Digest> parent,
                PullProgress.Layer line,
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
            line.state("Waiting");
            try (KeyedLocks.Held _ = locks.take(layer.chainId())) {
                if (!stores.snapshots().hold(lease, layer.chainId())) {
                    bring();
                }
            }
            line.state("Pull complete");
            committed.countDown();
            return layer.chainId();
        }

        private void bring() throws IOException, InterruptedException {
            try {
                bringOnce();
            } catch (InvalidArgument e) {
                if (!resumed) {
                    throw e;
                }
                // It may be the part of an earlier attempt that was bad; the store has thrown it away.
                bringOnce();
            }
        }

        private void bringOnce() throws IOException, InterruptedException {
            try (Draft draft = stores.snapshots().draft()) {
                UnpackedLayer unpacked;
                downloads.acquire();
                try {
                    unpacked = unpack(draft);
                } finally {
                    downloads.release();
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
                    return stores.unpacker().unpack(blob, draft.directory());
                }
            }
            try (Ingest open = ingest.get();
                    InputStream rest = repository.open(layer.blob(), open.offset())) {
                resumed = open.offset() > 0;
                UnpackedLayer unpacked =
                        stores.unpacker().unpack(open, line.counted(rest, open.offset()), draft.directory());
                line.state("Verifying Checksum");
                line.state("Download complete");
                return unpacked;
            }
        }
    }
}
