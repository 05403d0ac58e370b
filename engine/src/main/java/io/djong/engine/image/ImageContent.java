package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.error.Conflict;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.model.image.Manifest;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.store.content.ContentInfo;
import io.djong.store.image.ImageRecord;
import io.djong.store.layer.Compression;
import io.djong.store.layer.PackedLayer;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image consists of, as blobs that are all in the content store: with the manifest that it came with where that
 * and all it names is here, else with one that is made of what is here.
 *
 * @param index through which the manifest was chosen, where the image came with one and it is here
 * @param layers lowest first
 */
public record ImageContent(
        Descriptor manifest, Optional<Descriptor> index, Descriptor config, List<Descriptor> layers) {
    public ImageContent {
        layers = List.copyOf(layers);
    }

    /**
     * Finds the blobs and protects them by the lease. Layers whose blobs are gone are packed again.
     *
     * @throws NotFound if the image has gone meanwhile
     * @throws Conflict if a layer cannot be packed to what it was
     */
    public static ImageContent of(ImageStores stores, Lease lease, ImageRecord image) throws IOException {
        return new Finder(stores, lease, image).find();
    }

    /** The media type of a layer by its first bytes. */
    static String mediaType(ImageStores stores, Digest layer) throws IOException {
        byte[] head = new byte[4];
        try (InputStream blob = stores.content().open(layer)) {
            int length = blob.readNBytes(head, 0, head.length);
            return switch (Compression.of(head, length)) {
                case NONE -> MediaTypes.OCI_LAYER;
                case GZIP -> MediaTypes.OCI_LAYER_GZIP;
                case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
            };
        }
    }

    /**
     * A layer whose blob is gone, packed again.
     *
     * @param index which one, from the lowest up
     * @throws Conflict if it cannot be packed to what it was
     */
    static Digest packed(ImageStores stores, Lease lease, ImageRecord image, int index) throws IOException {
        Digest chainId = image.chainIds().get(index);
        PackedLayer layer =
                PackedLayer.store(out -> stores.snapshots().packLayer(chainId, out), stores.content(), lease);
        Digest wanted = image.config().rootfs().diffIds().get(index);
        if (!layer.diffId().equals(wanted)) {
            throw new Conflict("layer " + wanted + " of image " + image.id().shortHex()
                    + " is kept unpacked only, and cannot be packed again as it came: pull or load the image again"
                    + " without --discard-layer-blobs");
        }
        return layer.blob().digest();
    }

    private record Finder(ImageStores stores, Lease lease, ImageRecord image) {
        ImageContent find() throws IOException {
            Descriptor config = held(image.id(), MediaTypes.OCI_CONFIG)
                    .orElseThrow(() -> new NotFound("No such image: " + image.id()));
            Optional<ImageContent> exact = asItCame();
            return exact.isPresent() ? exact.get() : made(config);
        }

        private Optional<ImageContent> asItCame() throws IOException {
            Optional<Descriptor> found = image.manifestDigest().flatMap(digest -> held(digest, ""));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            byte[] document = stores.content().read(found.get().digest());
            Manifest manifest = Json.read(document, Manifest.class);
            boolean whole = manifest.layers().stream()
                    .allMatch(layer -> held(layer.digest(), "").isPresent());
            if (!whole) {
                return Optional.empty();
            }
            String type = manifest.mediaType().isEmpty() ? MediaTypes.OCI_MANIFEST : manifest.mediaType();
            return Optional.of(new ImageContent(
                    new Descriptor(type, found.get().digest(), found.get().size()),
                    index(),
                    manifest.config(),
                    manifest.layers()));
        }

        private Optional<Descriptor> index() throws IOException {
            Optional<Descriptor> found = image.indexDigest().flatMap(digest -> held(digest, ""));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            byte[] document = stores.content().read(found.get().digest());
            String type = Json.tree(document).path("mediaType").asString(MediaTypes.OCI_INDEX);
            return Optional.of(
                    new Descriptor(type, found.get().digest(), found.get().size()));
        }

        private ImageContent made(Descriptor config) throws IOException {
            List<Descriptor> layers = new ArrayList<>();
            boolean kept = image.layers().size() == image.chainIds().size();
            for (int i = 0; i < image.chainIds().size(); i++) {
                Optional<Descriptor> blob = kept ? held(image.layers().get(i), "") : Optional.empty();
                Digest digest = blob.isPresent() ? blob.get().digest() : packed(stores, lease, image, i);
                long size = stores.content().info(digest).map(ContentInfo::size).orElse(0L);
                layers.add(new Descriptor(mediaType(stores, digest), digest, size));
            }
            Manifest manifest = new Manifest(2, MediaTypes.OCI_MANIFEST, config, layers, Map.of(), null, null);
            Descriptor blob = stores.content().put(lease, MediaTypes.OCI_MANIFEST, Json.bytes(manifest));
            return new ImageContent(blob, Optional.empty(), config, layers);
        }

        private Optional<Descriptor> held(Digest digest, String mediaType) {
            return stores.content().hold(lease, digest)
                    ? stores.content().info(digest).map(info -> new Descriptor(mediaType, digest, info.size()))
                    : Optional.empty();
        }
    }
}
