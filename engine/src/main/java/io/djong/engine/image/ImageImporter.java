package io.djong.engine.image;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.container.ContainerConfig;
import io.djong.model.error.Internal;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageConfig;
import io.djong.model.image.ImageConfig.History;
import io.djong.model.image.ImageConfig.RootFs;
import io.djong.model.image.MediaTypes;
import io.djong.model.image.ProgressMessage;
import io.djong.model.json.Json;
import io.djong.store.content.Upload;
import io.djong.store.image.ImageRecord;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.lease.Lease;
import io.djong.store.snapshot.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes an image of one layer from a root file system's tar. */
final class ImageImporter {
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    private final ImageStores stores;
    private final Events events;
    private final InstantSource clock;

    ImageImporter(ImageStores stores, Events events, InstantSource clock) {
        this.stores = stores;
        this.events = events;
        this.clock = clock;
    }

    Digest importTar(ImportRequest request, InputStream tar, Progress progress) {
        ContainerConfig defaults = ImageChanges.apply(ContainerConfig.EMPTY, request.changes());
        try (Lease lease = stores.leases().open("import", EXPIRY);
                Draft draft = stores.snapshots().draft()) {
            Kept kept = keep(lease, tar, draft);
            UnpackedLayer layer = kept.layer();
            Digest chainId = stores.snapshots().commit(lease, draft, Optional.empty(), layer);
            byte[] config = Json.bytes(config(request, defaults, layer.diffId()));
            Descriptor blob = stores.content().put(lease, MediaTypes.OCI_CONFIG, config);
            ImageRecord image = new ImageRecord(
                    blob.digest(),
                    null,
                    null,
                    List.of(kept.blob().digest()),
                    List.of(chainId),
                    layer.usage().bytes(),
                    Json.read(config, ImageConfig.class),
                    null,
                    clock.instant());
            record(request, image);
            progress.accept(ProgressMessage.status(image.id().toString()));
            return image.id();
        } catch (IOException e) {
            throw Internal.failedTo("import the image", e);
        }
    }

    /** A layer, both as it came and unpacked. */
    private record Kept(Descriptor blob, UnpackedLayer layer) {}

    private Kept keep(Lease lease, InputStream tar, Draft draft) throws IOException {
        try (Upload upload = stores.content().upload()) {
            UnpackedLayer layer = stores.unpacker().unpack(upload, tar, draft.directory());
            return new Kept(upload.commit(lease, MediaTypes.OCI_LAYER), layer);
        }
    }

    private ImageConfig config(ImportRequest request, ContainerConfig defaults, Digest diffId) {
        String now = clock.instant().toString();
        String message = request.message().isEmpty() ? "Imported from -" : request.message();
        Platform platform = request.platform().orElseGet(Platform::host);
        return new ImageConfig(
                platform.architecture(),
                platform.os(),
                "",
                platform.variant(),
                now,
                "",
                message,
                "",
                defaults,
                new RootFs("layers", List.of(diffId)),
                List.of(new History(now, "", "", message, false)),
                "",
                null);
    }

    private void record(ImportRequest request, ImageRecord image) {
        String id = image.id().toString();
        boolean _ = events.commit(tx -> {
            stores.images().put(tx, image);
            request.reference().ifPresent(name -> stores.images().tag(tx, name.orLatest(), image.id()));
            events.add(tx, EventType.IMAGE, "import", id, ImageEvents.attributes(image, id));
            return true;
        });
    }
}
