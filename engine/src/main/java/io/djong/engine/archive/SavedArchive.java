package io.djong.engine.archive;

import io.djong.engine.image.ImageContent;
import io.djong.engine.image.ImageStores;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.image.Descriptor;
import io.djong.model.image.Index;
import io.djong.model.image.Manifest;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.store.content.ContentInfo;
import io.djong.store.layer.TarEntry;
import io.djong.store.layer.TarWriter;
import io.djong.store.lease.Lease;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An archive that is ready to be written: an OCI image layout with its blobs as they are kept, and beside it the
 * documents by which older engines load the same blobs. What is small comes first, so that a reader knows early what
 * the rest is.
 *
 * <p>The same images give the same bytes. Until it is closed, all that it needs stays.
 */
public final class SavedArchive implements AutoCloseable {
    private static final int BUFFER = 1 << 17;
    private static final byte[] LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

    private final ImageStores stores;
    private final Lease lease;
    private final List<Image> images;
    /** Every blob of the archive by its size, in the order in which they are written. */
    private final Map<Digest, Long> blobs = new LinkedHashMap<>();

    /**
     * An image and the names that it is saved under.
     *
     * @param single whether it is saved for its platform alone, without the index that it was chosen from
     */
    record Image(ImageContent content, boolean single, List<Reference> tags) {
        Descriptor root() {
            return single ? content.manifest() : content.index().orElse(content.manifest());
        }
    }

    private SavedArchive(ImageStores stores, Lease lease, List<Image> images) {
        this.stores = stores;
        this.lease = lease;
        this.images = images;
    }

    /** Takes the lease over. */
    static SavedArchive of(ImageStores stores, Lease lease, List<Image> images) throws IOException {
        SavedArchive archive = new SavedArchive(stores, lease, List.copyOf(images));
        for (Image image : images) {
            archive.collect(image.root(), image.content());
        }
        return archive;
    }

    /** What an index names beside the image, attestations say, is saved as far as it is here. */
    private void collect(Descriptor root, ImageContent image) throws IOException {
        List<Descriptor> manifests = new ArrayList<>(List.of(image.manifest()));
        if (MediaTypes.isIndex(root.mediaType())) {
            add(root.digest());
            manifests.addAll(
                    Json.read(stores.content().read(root.digest()), Index.class).manifests());
        }
        for (Descriptor descriptor : manifests) {
            if (MediaTypes.isManifest(descriptor.mediaType()) && add(descriptor.digest())) {
                Manifest manifest = Json.read(stores.content().read(descriptor.digest()), Manifest.class);
                boolean _ = add(manifest.config().digest());
                manifest.layers().forEach(layer -> add(layer.digest()));
            }
        }
    }

    private boolean add(Digest digest) {
        if (!stores.content().hold(lease, digest)) {
            return false;
        }
        Optional<ContentInfo> info = stores.content().info(digest);
        info.ifPresent(found -> blobs.put(digest, found.size()));
        return info.isPresent();
    }

    /** Writes the archive; the stream is flushed, not closed. */
    public void writeTo(OutputStream stream) throws IOException {
        OutputStream out = new BufferedOutputStream(stream, BUFFER);
        TarWriter tar = new TarWriter(out);
        document(tar, "oci-layout", LAYOUT);
        document(tar, ArchivedImages.INDEX, index());
        document(tar, DockerManifest.NAME, dockerManifests());
        Map<String, Map<String, String>> repositories = repositories();
        if (!repositories.isEmpty()) {
            document(tar, "repositories", Json.bytes(repositories));
        }
        tar.add(TarEntry.directory("blobs", 0755, Instant.EPOCH));
        tar.add(TarEntry.directory("blobs/" + Digest.SHA256, 0755, Instant.EPOCH));
        for (Map.Entry<Digest, Long> blob : blobs.entrySet()) {
            blob(tar, blob.getKey(), blob.getValue());
        }
        tar.end();
        out.flush();
    }

    private static void document(TarWriter tar, String name, byte[] content) throws IOException {
        tar.add(TarEntry.file(name, 0644, content.length, Instant.EPOCH));
        tar.data(content, content.length);
        tar.endData();
    }

    private void blob(TarWriter tar, Digest digest, long size) throws IOException {
        tar.add(TarEntry.file(MemberName.of(digest), 0644, size, Instant.EPOCH));
        byte[] buffer = new byte[BUFFER];
        long written = 0;
        try (InputStream blob = stores.content().open(digest)) {
            for (int got = blob.read(buffer); got >= 0; got = blob.read(buffer)) {
                tar.data(buffer, got);
                written += got;
            }
        }
        if (written != size) {
            throw new IOException("blob " + digest + " has " + written + " bytes on the disk, not " + size);
        }
        tar.endData();
    }

    private byte[] index() {
        ObjectNode index = Json.object();
        index.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode entries = index.putArray("manifests");
        for (Image image : images) {
            for (Reference tag : image.tags()) {
                entry(entries, image)
                        .putObject("annotations")
                        .put(ArchivedImages.IMAGE_NAME, tag.toString())
                        .put(ArchivedImages.REF_NAME, tag.tag().orElse(Reference.DEFAULT_TAG));
            }
            if (image.tags().isEmpty()) {
                entry(entries, image);
            }
        }
        return Json.bytes(index);
    }

    private static ObjectNode entry(ArrayNode entries, Image image) {
        Descriptor root = image.root();
        return entries.addObject()
                .put("mediaType", root.mediaType())
                .put("digest", root.digest().toString())
                .put("size", root.size());
    }

    private byte[] dockerManifests() {
        return Json.bytes(images.stream()
                .map(image -> new DockerManifest(
                        MemberName.of(image.content().config().digest()),
                        image.tags().isEmpty()
                                ? null
                                : image.tags().stream().map(Reference::familiar).toList(),
                        image.content().layers().stream()
                                .map(layer -> MemberName.of(layer.digest()))
                                .toList()))
                .toList());
    }

    /** The oldest form: by repository and tag the topmost layer. */
    private Map<String, Map<String, String>> repositories() {
        Map<String, Map<String, String>> repositories = new LinkedHashMap<>();
        for (Image image : images) {
            for (Reference tag : image.tags()) {
                if (!image.content().layers().isEmpty()) {
                    repositories
                            .computeIfAbsent(tag.familiarName(), _ -> new LinkedHashMap<>())
                            .put(
                                    tag.tag().orElse(Reference.DEFAULT_TAG),
                                    image.content().layers().getLast().digest().hex());
                }
            }
        }
        return repositories;
    }

    @Override
    public void close() {
        lease.close();
    }
}
