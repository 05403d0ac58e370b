package io.djong.store.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.ImageConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An image that is here.
 *
 * @param id the digest of the config blob, which the content store has
 * @param manifest the platform's manifest, if the image came with one
 * @param index the index through which it was chosen, if there was one
 * @param layers the digests of the compressed layers, lowest first, as far as their blobs are kept
 * @param chainIds the snapshots of the layers, lowest first; empty for an image without layers
 * @param size of all layers unpacked, in bytes
 * @param config the config blob, read
 * @param parent the image that this one was built on here
 * @param added when it came into this store
 * @param attached the manifests and blobs of attestations on the image, kept beside it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageRecord(
        Digest id,
        @Nullable Digest manifest,
        @Nullable Digest index,
        List<Digest> layers,
        List<Digest> chainIds,
        long size,
        ImageConfig config,
        @Nullable Digest parent,
        Instant added,
        List<Digest> attached) {

    /** An image that nothing is attached to. */
    public ImageRecord(
            Digest id,
            @Nullable Digest manifest,
            @Nullable Digest index,
            List<Digest> layers,
            List<Digest> chainIds,
            long size,
            ImageConfig config,
            @Nullable Digest parent,
            Instant added) {
        this(id, manifest, index, layers, chainIds, size, config, parent, added, List.of());
    }

    public ImageRecord {
        attached = attached == null ? List.of() : List.copyOf(attached);
        layers = layers == null ? List.of() : List.copyOf(layers);
        chainIds = chainIds == null ? List.of() : List.copyOf(chainIds);
        if (chainIds.size() != config.rootfs().diffIds().size()) {
            throw new InvalidArgument("image " + id + " has " + chainIds.size() + " snapshots for "
                    + config.rootfs().diffIds().size() + " layers");
        }
    }

    /** The same, which has from now on this manifest and these compressed layers. */
    public ImageRecord with(Digest newManifest, List<Digest> newLayers) {
        return new ImageRecord(id, newManifest, index, newLayers, chainIds, size, config, parent, added, attached);
    }

    /** The snapshot that a container of this image stands on; empty for an image without layers. */
    public Optional<Digest> topLayer() {
        return chainIds.isEmpty() ? Optional.empty() : Optional.of(chainIds.getLast());
    }

    /** When the image was made, as its config says; the epoch where it says nothing that can be read. */
    public Instant created() {
        try {
            return Instant.parse(config.created());
        } catch (java.time.DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** The same without the blobs of its layers, which it then has unpacked only. */
    ImageRecord withoutLayers() {
        return new ImageRecord(id, manifest, index, List.of(), chainIds, size, config, parent, added);
    }

    /** The same as far as its blobs are here; its id stays whatever becomes of its configuration. */
    public ImageRecord keeping(Predicate<Digest> here) {
        return new ImageRecord(
                id,
                manifestDigest().filter(here).orElse(null),
                indexDigest().filter(here).orElse(null),
                layers.stream().filter(here).toList(),
                chainIds,
                size,
                config,
                parent,
                added);
    }

    public Optional<Digest> manifestDigest() {
        return Optional.ofNullable(manifest);
    }

    public Optional<Digest> indexDigest() {
        return Optional.ofNullable(index);
    }

    public Optional<Digest> parentId() {
        return Optional.ofNullable(parent);
    }
}
