package io.djong.testkit.registry;

import io.djong.testkit.image.Blob;
import io.djong.testkit.image.ImageText;
import io.djong.testkit.image.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * An image of given layers, put into a {@link FakeRegistry}.
 *
 * @param manifest the digest of its manifest
 * @param config the digest of its config, which is the image's id
 */
public record SampleImage(String manifest, String config, List<Blob> layers) {
    public SampleImage {
        layers = List.copyOf(layers);
    }

    /** A layer as the registry has it, and the digest of its tar. */
    public static final class Layer {
        private final byte[] blob;
        private final String mediaType;
        private final String diffId;

        private Layer(byte[] blob, String mediaType, String diffId) {
            this.blob = blob.clone();
            this.mediaType = mediaType;
            this.diffId = diffId;
        }

        /** A layer that is not compressed. */
        public static Layer plain(byte[] tar) {
            return new Layer(tar, ImageText.LAYER, Sha256.digest(tar));
        }

        public static Layer gzip(byte[] tar) {
            return new Layer(ImageText.gzip(tar), ImageText.GZIP_LAYER, Sha256.digest(tar));
        }

        /** A layer of which the image's config says that it is {@code other}. */
        public static Layer lying(byte[] tar, byte[] other) {
            return new Layer(tar, ImageText.LAYER, Sha256.digest(other));
        }
    }

    public static SampleImage publish(FakeRegistry registry, String repository, String tag, List<Layer> layers) {
        List<Blob> blobs = new ArrayList<>();
        for (Layer layer : layers) {
            registry.addBlob(layer.blob);
            blobs.add(Blob.of(layer.mediaType, layer.blob));
        }
        byte[] config = ImageText.config(
                "\"Cmd\":[\"/bin/true\"]",
                layers.stream().map(layer -> layer.diffId).toList());
        byte[] manifest = ImageText.manifest(Blob.of(ImageText.CONFIG, config), blobs);
        String id = registry.addBlob(config);
        return new SampleImage(registry.addManifest(repository, tag, ImageText.MANIFEST, manifest), id, blobs);
    }
}
