package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.Conflict;
import io.djong.model.image.Descriptor;
import io.djong.model.image.Manifest;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.registry.ManifestContent;
import io.djong.store.content.ContentInfo;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.NamedImage;
import io.djong.store.layer.Compression;
import io.djong.store.layer.PackedLayer;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out what is to be pushed. What was pulled is pushed byte for byte as it came; an image that was made here gets a
 * manifest, and those of its layers that are not compressed are, once: the outcome is kept in their place.
 */
final class PushPlanner {
    private static final int MAX_SOURCES = 3;

    private final ImageStores stores;

    PushPlanner(ImageStores stores) {
        this.stores = stores;
    }

    /** @param lease holds on return all that the plan names */
    PushPlan plan(Lease lease, Reference target, ImageRecord image) throws IOException {
        Optional<ManifestContent> came = image.manifestDigest().flatMap(digest -> document(lease, digest));
        ManifestContent manifest = came.isPresent() ? came.get() : made(lease, image);
        Optional<ManifestContent> index = image.indexDigest().flatMap(digest -> document(lease, digest));
        Manifest parsed = manifest.manifest();
        List<Digest> diffIds = image.config().rootfs().diffIds();
        List<PushPlan.Layer> layers = IntStream.range(0, diffIds.size())
                .map(i -> diffIds.size() - 1 - i)
                .mapToObj(i -> layer(lease, target, image, parsed.layers().get(i), diffIds.get(i)))
                .toList();
        List<Descriptor> documents = new ArrayList<>(List.of(parsed.config()));
        if (index.isEmpty()) {
            return new PushPlan(layers, documents, List.of(), manifest, Optional.empty());
        }
        List<ManifestContent> inner = new ArrayList<>();
        for (Descriptor entry : index.get().index().manifests()) {
            Optional<ManifestContent> whole = whole(lease, entry, image, documents);
            if (whole.isEmpty()) {
                Descriptor instead = index.get().descriptor();
                return new PushPlan(layers, List.of(parsed.config()), List.of(), manifest, Optional.of(instead));
            }
            inner.add(whole.get());
        }
        return new PushPlan(layers, documents, inner, index.get(), Optional.empty());
    }

    /** A manifest of an index, if it and all its blobs are here; those of others than the image join the documents. */
    private Optional<ManifestContent> whole(
            Lease lease, Descriptor entry, ImageRecord image, List<Descriptor> documents) {
        Optional<ManifestContent> manifest = document(lease, entry.digest());
        if (manifest.isEmpty() || !MediaTypes.isManifest(entry.mediaType())) {
            return Optional.empty();
        }
        if (!image.manifestDigest().equals(Optional.of(entry.digest()))) {
            Manifest parsed = manifest.get().manifest();
            List<Descriptor> blobs = Stream.concat(Stream.of(parsed.config()), parsed.layers().stream())
                    .toList();
            if (!blobs.stream().allMatch(blob -> stores.content().hold(lease, blob.digest()))) {
                return Optional.empty();
            }
            documents.addAll(blobs);
        }
        return manifest;
    }

    /** A manifest or an index that is here, with the type that it names itself. */
    private Optional<ManifestContent> document(Lease lease, Digest digest) {
        if (!stores.content().hold(lease, digest)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = stores.content().read(digest);
            String type = Json.tree(bytes).path("mediaType").asString("");
            boolean index = Json.tree(bytes).path("manifests").isArray();
            String guessed = index ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
            return Optional.of(ManifestContent.of(type.isEmpty() ? guessed : type, bytes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private PushPlan.Layer layer(Lease lease, Reference target, ImageRecord image, Descriptor blob, Digest diffId) {
        boolean _ = stores.content().hold(lease, blob.digest());
        return new PushPlan.Layer(blob, diffId, others(target, image, blob.digest()));
    }

    /** Repositories at the same registry which are known to have the blob, as images came from there or went there. */
    private List<String> others(Reference target, ImageRecord image, Digest blob) {
        return stores.images().list().stream()
                .filter(named -> named.image().id().equals(image.id())
                        || named.image().layers().contains(blob))
                .map(NamedImage::names)
                .flatMap(List::stream)
                .filter(name -> name.digest().isPresent() && name.domain().equals(target.domain()))
                .map(Reference::path)
                .filter(path -> !path.equals(target.path()))
                .distinct()
                .limit(MAX_SOURCES)
                .toList();
    }

    private ManifestContent made(Lease lease, ImageRecord image) throws IOException {
        List<Digest> diffIds = image.config().rootfs().diffIds();
        boolean blobsKept = image.layers().size() == diffIds.size();
        List<Descriptor> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            Digest blob = blobsKept ? image.layers().get(i) : ImageContent.packed(stores, lease, image, i);
            layers.add(compressed(lease, blob, diffIds.get(i)));
        }
        Descriptor config = new Descriptor(MediaTypes.OCI_CONFIG, image.id(), size(lease, image.id()));
        byte[] bytes = Json.bytes(new Manifest(2, MediaTypes.OCI_MANIFEST, config, layers, Map.of(), null, null));
        Descriptor kept = stores.content().put(lease, MediaTypes.OCI_MANIFEST, bytes);
        adopt(image, kept.digest(), layers.stream().map(Descriptor::digest).toList());
        return ManifestContent.of(MediaTypes.OCI_MANIFEST, bytes);
    }

    private Descriptor compressed(Lease lease, Digest blob, Digest diffId) throws IOException {
        long size = size(lease, blob);
        return switch (compression(blob)) {
            case GZIP -> new Descriptor(MediaTypes.OCI_LAYER_GZIP, blob, size);
            case ZSTD -> new Descriptor(MediaTypes.OCI_LAYER_ZSTD, blob, size);
            case NONE -> {
                PackedLayer packed = PackedLayer.store(
                        out -> {
                            try (InputStream plain = stores.content().open(blob)) {
                                plain.transferTo(out);
                            }
                        },
                        stores.content(),
                        lease);
                if (!packed.diffId().equals(diffId)) {
                    throw new Conflict("layer " + blob + " was changed on disk");
                }
                yield packed.blob();
            }
        };
    }

    private Compression compression(Digest blob) throws IOException {
        try (InputStream in = stores.content().open(blob)) {
            return Compression.of(in);
        }
    }

    private long size(Lease lease, Digest digest) {
        boolean _ = stores.content().hold(lease, digest);
        return stores.content()
                .info(digest)
                .map(ContentInfo::size)
                .orElseThrow(() -> new Conflict("blob " + digest + " is lost"));
    }

    /** Keeps the image as it is pushed, so that it is pushed the same the next time. */
    private void adopt(ImageRecord image, Digest manifest, List<Digest> layers) {
        boolean _ = stores.database().write(tx -> {
            stores.images()
                    .find(tx, image.id())
                    .filter(now -> now.manifestDigest().isEmpty())
                    .ifPresent(now -> stores.images().put(tx, now.with(manifest, layers)));
            return true;
        });
    }
}
