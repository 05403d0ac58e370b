package io.djong.engine.archive;

import io.djong.engine.archive.ArchiveContents.Unpacked;
import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.image.ImageEvents;
import io.djong.engine.image.ImageStores;
import io.djong.engine.image.Progress;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ProgressMessage;
import io.djong.store.image.ImageRecord;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.lease.Lease;
import io.djong.store.snapshot.ChainId;
import io.djong.store.snapshot.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the images of an archive in: the archive in one pass, then the layers in their order, then the records. */
final class ImageLoader {
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    private final ImageStores stores;
    private final Events events;
    private final InstantSource clock;

    ImageLoader(ImageStores stores, Events events, InstantSource clock) {
        this.stores = stores;
        this.events = events;
        this.clock = clock;
    }

    void load(LoadRequest request, InputStream archive, Progress progress) {
        LoadProgress told = new LoadProgress(request.quiet() ? Progress.ignored() : progress, clock);
        try (Lease lease = stores.leases().open("load", EXPIRY);
                ArchiveContents contents = new ArchiveContents()) {
            new ArchiveReader(stores, lease, told, contents).read(archive);
            for (ArchivedImage image : ArchivedImages.of(contents, request.platform())) {
                tell(image, record(image, bring(image, contents, lease)), progress);
            }
        } catch (IOException e) {
            throw Internal.failedTo("load the archive", e);
        }
    }

    /** Commits what the image needs; on return all of it is held by the lease. */
    private ImageRecord bring(ArchivedImage image, ArchiveContents contents, Lease lease) throws IOException {
        List<Digest> diffIds = image.config().rootfs().diffIds();
        List<Digest> chainIds = ChainId.of(diffIds);
        List<Digest> blobs = new ArrayList<>();
        long size = 0;
        for (int i = 0; i < diffIds.size(); i++) {
            Descriptor blob = contents.requireBlob(image.layers().get(i));
            Optional<Digest> parent = i == 0 ? Optional.empty() : Optional.of(chainIds.get(i - 1));
            Place place = new Place(i, parent, diffIds.get(i));
            if (stores.snapshots().hold(lease, chainIds.get(i))) {
                Optional<UnpackedLayer> _ = contents.unpacked(blob.digest()).map(place::require);
            } else {
                commit(place, blob, contents, lease);
            }
            blobs.add(blob.digest());
            size += stores.snapshots().usage(chainIds.get(i).toString()).bytes();
        }
        for (byte[] document : image.documents()) {
            Descriptor _ = stores.content().put(lease, "", document);
        }
        return new ImageRecord(
                image.id(),
                image.manifest().map(Descriptor::digest).orElse(null),
                image.index().map(Descriptor::digest).orElse(null),
                blobs,
                chainIds,
                size,
                image.config(),
                null,
                clock.instant());
    }

    /** Where in an image a layer stands. */
    private record Place(int index, Optional<Digest> parent, Digest diffId) {
        UnpackedLayer require(UnpackedLayer layer) {
            if (!layer.diffId().equals(diffId)) {
                throw new InvalidArgument("invalid diffID for layer " + index + ": expected \"" + diffId + "\", got \""
                        + layer.diffId() + "\"");
            }
            return layer;
        }
    }

    private void commit(Place place, Descriptor blob, ArchiveContents contents, Lease lease) throws IOException {
        Optional<Unpacked> ready = contents.take(blob.digest());
        if (ready.isPresent()) {
            try (Draft draft = ready.get().draft()) {
                commit(place, ready.get().layer(), draft, lease);
            }
            return;
        }
        // Its blob was here before, or the layer stands in several places.
        try (Draft draft = stores.snapshots().draft();
                InputStream stored = stores.content().open(blob.digest())) {
            commit(place, stores.unpacker().unpack(stored, draft.directory()), draft, lease);
        }
    }

    private void commit(Place place, UnpackedLayer layer, Draft draft, Lease lease) {
        Digest _ = stores.snapshots().commit(lease, draft, place.parent(), place.require(layer));
    }

    /** Writes the image down. @return the names that stood for other images before */
    private List<Moved> record(ArchivedImage archived, ImageRecord loaded) {
        String id = loaded.id().toString();
        return events.commit(tx -> {
            ImageRecord image = stores.images()
                    .find(tx, loaded.id())
                    .map(before -> merged(before, loaded))
                    .orElse(loaded);
            stores.images().put(tx, image);
            List<Moved> moved = new ArrayList<>();
            for (Reference tag : archived.tags()) {
                stores.images()
                        .tag(tx, tag, image.id())
                        .filter(before -> !before.equals(image.id()))
                        .ifPresent(before -> moved.add(new Moved(tag, before)));
            }
            events.add(tx, EventType.IMAGE, "load", id, ImageEvents.attributes(image, id));
            return List.copyOf(moved);
        });
    }

    /** A name and the image that it stood for. */
    private record Moved(Reference name, Digest before) {}

    /** What was here is not given up for less: a manifest from a registry not for one that an archive was given. */
    private static ImageRecord merged(ImageRecord before, ImageRecord loaded) {
        boolean keep = before.manifestDigest().isPresent()
                && before.layers().size() == before.chainIds().size();
        ImageRecord blobs = keep ? before : loaded;
        return new ImageRecord(
                loaded.id(),
                blobs.manifest(),
                blobs.index(),
                blobs.layers(),
                loaded.chainIds(),
                loaded.size(),
                loaded.config(),
                before.parent(),
                before.added());
    }

    private static void tell(ArchivedImage image, List<Moved> moved, Progress progress) {
        for (Moved name : moved) {
            progress.accept(ProgressMessage.stream("The image " + name.name().familiar()
                    + " already exists, renaming the old one with ID " + name.before() + " to empty string\n"));
        }
        for (Reference tag : image.tags()) {
            progress.accept(ProgressMessage.stream("Loaded image: " + tag.familiar() + "\n"));
        }
        if (image.tags().isEmpty()) {
            progress.accept(ProgressMessage.stream("Loaded image ID: " + image.id() + "\n"));
        }
    }
}
