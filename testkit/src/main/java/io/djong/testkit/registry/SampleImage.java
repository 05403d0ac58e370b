package io.djong.testkit.registry;

import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.image.Descriptor;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * An image of given layers, put into a {@link FakeRegistry}.
 *
 * @param manifest the digest of its manifest
 * @param config the digest of its config, which is the image's id
 */
public record SampleImage(Digest manifest, Digest config, List<Descriptor> layers) {
    /** A layer as the registry has it, and the digest of its tar. */
    public static final class Layer {
        private final byte[] blob;
        private final String mediaType;
        private final Digest diffId;

        public Layer(byte[] blob, String mediaType, Digest diffId) {
            this.blob = blob.clone();
            this.mediaType = mediaType;
            this.diffId = diffId;
        }

        /** A layer that is not compressed. */
        public static Layer plain(byte[] tar) {
            return new Layer(tar, MediaTypes.OCI_LAYER, Digest.sha256(tar));
        }

        public static Layer gzip(byte[] tar) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(tar);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot compress", e);
            }
            return new Layer(packed.toByteArray(), MediaTypes.OCI_LAYER_GZIP, Digest.sha256(tar));
        }
    }

    public static SampleImage publish(FakeRegistry registry, String repository, String tag, List<Layer> layers) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (Layer layer : layers) {
            Digest digest = registry.addBlob(layer.blob);
            descriptors.add(new Descriptor(layer.mediaType, digest, layer.blob.length));
        }
        byte[] config = config(layers);
        Digest id = registry.addBlob(config);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("config", new Descriptor(MediaTypes.OCI_CONFIG, id, config.length));
        manifest.put("layers", descriptors);
        Digest digest = registry.addManifest(repository, tag, MediaTypes.OCI_MANIFEST, Json.bytes(manifest));
        return new SampleImage(digest, id, List.copyOf(descriptors));
    }

    private static byte[] config(List<Layer> layers) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architecture", Platform.host().architecture());
        config.put("os", "linux");
        config.put("created", "2024-01-02T03:04:05Z");
        config.put("config", Map.of("Cmd", List.of("/bin/true")));
        List<Digest> diffIds = layers.stream().map(layer -> layer.diffId).toList();
        config.put("rootfs", Map.of("type", "layers", "diff_ids", diffIds));
        config.put(
                "history",
                layers.stream()
                        .map(layer -> Map.of("created", "2024-01-02T03:04:05Z", "created_by", "a test"))
                        .toList());
        return Json.bytes(config);
    }
}
