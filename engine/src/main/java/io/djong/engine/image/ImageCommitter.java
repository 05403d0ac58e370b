package io.djong.engine.image;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.Release;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.model.image.ImageConfig;
import io.djong.model.image.ImageConfig.History;
import io.djong.model.image.ImageConfig.RootFs;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.store.image.ImageRecord;
import io.djong.store.layer.PackedLayer;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.lease.Lease;
import io.djong.store.snapshot.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes an image of another and one more layer; of the other's layers alone where that one is empty. */
final class ImageCommitter {
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    private final ImageStores stores;
    private final Events events;
    private final InstantSource clock;

    ImageCommitter(ImageStores stores, Events events, InstantSource clock) {
        this.stores = stores;
        this.events = events;
        this.clock = clock;
    }

    /** A layer that is both kept as a blob and unpacked. */
    private record Layer(PackedLayer packed, Digest chainId, long bytes) {}

    /** @param changes packed as they are read, once; whoever asks sees to it that the parent's layers stay */
    Digest commit(CommitRequest request, PackedLayer.Source changes) {
        ImageRecord parent = stores.images()
                .find(request.parent())
                .orElseThrow(() -> new NotFound("No such image: " + request.parent()));
        try (Lease lease = stores.leases().open("commit " + request.container(), EXPIRY)) {
            PackedLayer packed = PackedLayer.store(changes, stores.content(), lease);
            Optional<Layer> layer = packed.isEmpty() ? Optional.empty() : Optional.of(unpack(packed, parent, lease));
            byte[] document = Json.bytes(config(request, parent.config(), layer));
            Digest id =
                    stores.content().put(lease, MediaTypes.OCI_CONFIG, document).digest();
            record(request.reference(), image(id, Json.read(document, ImageConfig.class), parent, layer));
            return id;
        } catch (IOException e) {
            throw Internal.failedTo("commit container " + request.container(), e);
        }
    }

    private Layer unpack(PackedLayer packed, ImageRecord parent, Lease lease) throws IOException {
        try (Draft draft = stores.snapshots().draft();
                InputStream blob = stores.content().open(packed.blob().digest())) {
            UnpackedLayer unpacked =
                    stores.unpacker().unpack(blob, draft.directory()).require(packed.diffId());
            Digest chainId = stores.snapshots().commit(lease, draft, parent.topLayer(), unpacked);
            return new Layer(packed, chainId, unpacked.usage().bytes());
        }
    }

    private ImageConfig config(CommitRequest request, ImageConfig parent, Optional<Layer> layer) {
        String now = clock.instant().toString();
        List<Digest> diffIds = new ArrayList<>(parent.rootfs().diffIds());
        layer.ifPresent(added -> diffIds.add(added.packed().diffId()));
        List<String> command = request.containerConfig().cmd();
        List<History> history = new ArrayList<>(parent.history());
        history.add(new History(
                now,
                command == null ? "" : String.join(" ", command),
                request.author(),
                request.comment(),
                layer.isEmpty()));
        return new ImageConfig(
                parent.architecture(),
                parent.os(),
                parent.osVersion(),
                parent.variant(),
                now,
                request.author(),
                "",
                Release.VERSION,
                request.config(),
                new RootFs("layers", diffIds),
                history,
                request.container().value(),
                request.containerConfig());
    }

    private ImageRecord image(Digest id, ImageConfig config, ImageRecord parent, Optional<Layer> layer) {
        List<Digest> blobs = new ArrayList<>(parent.layers());
        List<Digest> chainIds = new ArrayList<>(parent.chainIds());
        layer.ifPresent(added -> {
            blobs.add(added.packed().blob().digest());
            chainIds.add(added.chainId());
        });
        long size = parent.size() + layer.map(Layer::bytes).orElse(0L);
        return new ImageRecord(id, null, null, blobs, chainIds, size, config, parent.id(), clock.instant());
    }

    private void record(Optional<Reference> reference, ImageRecord image) {
        String id = image.id().toString();
        boolean _ = events.commit(tx -> {
            stores.images().put(tx, image);
            events.add(tx, EventType.IMAGE, "create", id, ImageEvents.attributes(image, id));
            reference.ifPresent(name -> {
                stores.images().tag(tx, name, image.id());
                events.add(tx, EventType.IMAGE, "tag", id, ImageEvents.attributes(image, name.familiar()));
            });
            return true;
        });
    }
}
