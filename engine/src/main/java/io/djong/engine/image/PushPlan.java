package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import io.djong.registry.ManifestContent;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a push of one image will do.
 *
 * @param layers what has a line of its own, topmost first
 * @param documents blobs that go without: the config, and what attestations consist of
 * @param inner manifests that the root names
 * @param root what the tag will stand for
 * @param instead the index that is not pushed, as not all that it names is here
 */
record PushPlan(
        List<Layer> layers,
        List<Descriptor> documents,
        List<ManifestContent> inner,
        ManifestContent root,
        Optional<Descriptor> instead) {

    /**
     * A layer.
     *
     * @param others repositories of the same registry that may have it
     */
    record Layer(Descriptor blob, Digest diffId, List<String> others) {
        /** Whether registries are not to have it (OCI image spec, non-distributable layers). */
        boolean isForeign() {
            return blob.mediaType().contains(".foreign.") || blob.mediaType().contains(".nondistributable.");
        }
    }

    PushPlan {
        layers = List.copyOf(layers);
        documents = List.copyOf(documents);
        inner = List.copyOf(inner);
    }
}
