package io.djong.engine.image;

import io.djong.engine.image.ImageUsers.ImageUser;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageManifestSummary;
import io.djong.model.image.ImageManifestSummary.AttestationData;
import io.djong.model.image.ImageManifestSummary.ImageData;
import io.djong.model.image.ImageManifestSummary.Size;
import io.djong.model.image.Index;
import io.djong.model.image.Manifest;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.store.content.ContentInfo;
import io.djong.store.image.ImageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what images came from: an index with the manifests of several platforms, or one manifest. */
final class ImageManifests {
    private static final String TYPE = "vnd.docker.reference.type";
    private static final String DIGEST = "vnd.docker.reference.digest";
    private static final String UNKNOWN = "unknown";

    private final ImageStores stores;
    private final ImageUsers users;

    ImageManifests(ImageStores stores, ImageUsers users) {
        this.stores = stores;
        this.users = users;
    }

    /** What the image came with, where that is here. */
    Optional<Descriptor> root(ImageRecord image) {
        return image.indexDigest()
                .flatMap(this::described)
                .or(() -> image.manifestDigest().flatMap(this::described));
    }

    /** The manifests that the image came with, whether they are here or not; none where it came without. */
    List<ImageManifestSummary> of(ImageRecord image) {
        Optional<byte[]> index = image.indexDigest().flatMap(this::document);
        if (index.isPresent()) {
            return Json.read(index.get(), Index.class).manifests().stream()
                    .map(descriptor -> summary(descriptor, image))
                    .toList();
        }
        return image.manifestDigest().flatMap(this::described).stream()
                .map(descriptor -> summary(descriptor, image))
                .toList();
    }

    private ImageManifestSummary summary(Descriptor descriptor, ImageRecord image) {
        List<Digest> blobs = new ArrayList<>(List.of(descriptor.digest()));
        document(descriptor.digest())
                .map(bytes -> Json.read(bytes, Manifest.class))
                .ifPresent(manifest -> {
                    blobs.add(manifest.config().digest());
                    manifest.layers().forEach(layer -> blobs.add(layer.digest()));
                });
        long content = 0;
        boolean available = blobs.size() > 1;
        for (Digest blob : blobs) {
            Optional<ContentInfo> info = stores.content().info(blob);
            content += info.map(ContentInfo::size).orElse(0L);
            available = available && info.isPresent();
        }
        boolean chosen = image.manifestDigest().equals(Optional.of(descriptor.digest()));
        long unpacked = chosen ? image.size() : 0;
        ImageManifestSummary bare = new ImageManifestSummary(
                descriptor.digest(), descriptor, available, new Size(content + unpacked, content), UNKNOWN, null, null);
        if ("attestation-manifest".equals(descriptor.annotations().get(TYPE))) {
            String of = descriptor.annotations().getOrDefault(DIGEST, "");
            return bare.attestation(new AttestationData(of));
        }
        Platform platform =
                descriptor.targetPlatform().orElseGet(() -> image.config().platform());
        if (platform.os().equals(UNKNOWN)) {
            return bare;
        }
        List<String> containers = chosen ? containers(image) : List.of();
        return bare.image(new ImageData(platform, containers, new ImageData.Unpacked(unpacked)));
    }

    private List<String> containers(ImageRecord image) {
        return users.of(image.id()).stream()
                .map(ImageUser::container)
                .map(ContainerId::value)
                .toList();
    }

    private Optional<Descriptor> described(Digest digest) {
        return document(digest).map(bytes -> {
            String type = Json.tree(bytes).path("mediaType").asString("");
            boolean index = Json.tree(bytes).path("manifests").isArray();
            String guessed = index ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
            return new Descriptor(type.isEmpty() ? guessed : type, digest, bytes.length);
        });
    }

    /** A document that is here; one that was lost is told of by nobody. */
    private Optional<byte[]> document(Digest digest) {
        if (stores.content().info(digest).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(stores.content().read(digest));
        } catch (EngineException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Internal.failedTo("read " + digest, e);
        }
    }
}
