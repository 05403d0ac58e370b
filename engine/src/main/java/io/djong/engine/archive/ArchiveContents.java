package io.djong.engine.archive;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.snapshot.Draft;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in an archive, by the members' names: documents in memory, blobs in the content store, and layers
 * unpacked as they came. Closing throws away what was unpacked and not used.
 */
final class ArchiveContents implements AutoCloseable {
    /** As links are followed; more is taken for a circle. */
    private static final int MAX_LINKS = 8;

    private final Map<String, byte[]> documents = new HashMap<>();
    private final Map<String, Descriptor> blobs = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    /** By the blob's digest: the same layer may lie there under several names. */
    private final Map<Digest, Unpacked> layers = new HashMap<>();

    /** A layer beside its blob, for the first who needs it. */
    record Unpacked(UnpackedLayer layer, Draft draft) {}

    void add(String name, byte[] document) {
        documents.put(name, document);
    }

    void add(String name, Descriptor blob) {
        blobs.put(name, blob);
    }

    void link(String name, String target) {
        links.put(name, target);
    }

    /** Keeps an unpacked layer; one whose blob was there before is closed. */
    void keep(Descriptor blob, Unpacked unpacked) {
        if (layers.putIfAbsent(blob.digest(), unpacked) != null) {
            unpacked.draft().close();
        }
    }

    int size() {
        return documents.size() + blobs.size() + links.size();
    }

    Optional<byte[]> document(String name) {
        return Optional.ofNullable(documents.get(followed(name)));
    }

    Optional<byte[]> document(Digest digest) {
        return document(MemberName.of(digest));
    }

    /** A document that others name. @throws InvalidArgument if the archive lacks it */
    byte[] requireDocument(String name) {
        return document(name).orElseThrow(() -> missing(name));
    }

    /** A blob that a document names. @throws InvalidArgument if the archive lacks it */
    Descriptor requireBlob(String name) {
        return Optional.ofNullable(blobs.get(followed(name))).orElseThrow(() -> missing(name));
    }

    /** The layer as it was unpacked, which stays here. */
    Optional<UnpackedLayer> unpacked(Digest blob) {
        return Optional.ofNullable(layers.get(blob)).map(Unpacked::layer);
    }

    /** The layer as it was unpacked, for the caller to commit and to close; empty if it was taken or never unpacked. */
    Optional<Unpacked> take(Digest blob) {
        return Optional.ofNullable(layers.remove(blob));
    }

    private String followed(String name) {
        String at = MemberName.clean(name);
        for (int i = 0; i < MAX_LINKS; i++) {
            String next = links.get(at);
            if (next == null) {
                return at;
            }
            at = next;
        }
        throw new InvalidArgument("invalid archive: too many links at " + name);
    }

    private static InvalidArgument missing(String name) {
        return new InvalidArgument("invalid archive: does not contain " + name);
    }

    @Override
    public void close() {
        layers.values().forEach(unpacked -> unpacked.draft().close());
    }
}
