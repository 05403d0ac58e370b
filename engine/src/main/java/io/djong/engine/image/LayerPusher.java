package io.djong.engine.image;

import io.djong.model.image.Descriptor;
import io.djong.model.image.ProgressMessage;
import io.djong.model.image.ProgressMessage.Detail;
import io.djong.registry.PushTarget;
import io.djong.registry.UploadWatcher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Uploads the layers of images, as many at a time as the settings allow over all pushes. */
final class LayerPusher {
    private static final long INTERVAL_MILLIS = 100;

    private final TransferLimit uploads;
    private final InstantSource clock;

    LayerPusher(TransferLimit uploads, InstantSource clock) {
        this.uploads = uploads;
        this.clock = clock;
    }

    /** Sees that the registry has all layers. If one fails, the others are given up. */
    void push(PushTarget target, List<PushPlan.Layer> layers, PushBlobs blobs, TransferProgress progress) {
        List<Callable<PushTarget.Outcome>> tasks = new ArrayList<>();
        for (PushPlan.Layer layer : layers) {
            Line line = new Line(layer, progress);
            line.state("Preparing");
            if (layer.isForeign()) {
                line.state("Skipped foreign layer");
            } else {
                tasks.add(() -> push(target, layer, blobs, line));
            }
        }
        Together.run("push-layer-", tasks);
    }

    /** Sees that the registry has small blobs that have no line of their own. */
    void push(PushTarget target, List<Descriptor> documents, PushBlobs blobs) {
        for (Descriptor document : documents) {
            PushTarget.Outcome _ =
                    target.ensure(document, List.of(), offset -> blobs.open(document, offset), UploadWatcher.NOBODY);
        }
    }

    private PushTarget.Outcome push(PushTarget target, PushPlan.Layer layer, PushBlobs blobs, Line line)
            throws InterruptedException {
        uploads.begin(() -> line.state("Waiting"));
        try {
            PushTarget.Outcome outcome =
                    target.ensure(layer.blob(), layer.others(), offset -> blobs.open(layer.blob(), offset), line);
            line.state(
                    switch (outcome) {
                        case PushTarget.Existed _ -> "Layer already exists";
                        case PushTarget.Mounted(String from) -> "Mounted from " + from;
                        case PushTarget.Uploaded _ -> "Pushed";
                    });
            return outcome;
        } finally {
            uploads.end();
        }
    }

    /** One layer's line, told by its thread and by the one that sends. */
    private final class Line implements UploadWatcher {
        private final String id;
        private final long total;
        private final TransferProgress progress;
        private long told;

        Line(PushPlan.Layer layer, TransferProgress progress) {
            this.id = layer.diffId().shortHex();
            this.total = layer.blob().size();
            this.progress = progress;
        }

        void state(String status) {
            progress.say(ProgressMessage.item(id, status));
        }

        @Override
        public void sent(long bytes) {
            long now = clock.millis();
            if (now - told < INTERVAL_MILLIS && bytes < total) {
                return;
            }
            told = now;
            progress.say(ProgressMessage.item(id, "Pushing", new Detail(bytes, total), ProgressBar.draw(bytes, total)));
        }

        @Override
        public void retrying(Duration pause) {
            if (pause.toSeconds() > 0) {
                state("Retrying in " + pause.toSeconds() + (pause.toSeconds() == 1 ? " second" : " seconds"));
            }
        }
    }
}
