package io.djong.testkit.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An OCI image layout directory under construction (image-spec, image-layout.md): blobs by digest and an index with
 * a tag for each image.
 */
public final class OciLayout {
    private final Path directory;
    private final List<String> entries = new ArrayList<>();

    /**
     * An image's parts, to name in tests.
     *
     * @param manifest its manifest's digest
     * @param config its configuration's digest: the image id
     * @param layers its layers' digests, compressed, lowest first
     */
    public record Image(String manifest, String config, List<String> layers) {
        public Image {
            layers = List.copyOf(layers);
        }
    }

    /** An empty layout in {@code directory}, which is made. */
    public OciLayout(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory.resolve("blobs/sha256"));
            Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make an image layout", e);
        }
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /**
     * Adds an image of these layers.
     *
     * @param tag its name in the index
     * @param configuration the members of its configuration's {@code config} object, as JSON
     * @param tars the layers, uncompressed, lowest first
     */
    public Image add(String tag, String configuration, List<Path> tars) {
        List<String> diffIds = new ArrayList<>();
        List<Blob> layers = new ArrayList<>();
        for (Path tar : tars) {
            byte[] plain = read(tar);
            diffIds.add(Sha256.digest(plain));
            layers.add(write(ImageText.GZIP_LAYER, ImageText.gzip(plain)));
        }
        Blob config = write(ImageText.CONFIG, ImageText.config(configuration, diffIds));
        Blob manifest = write(ImageText.MANIFEST, ImageText.manifest(config, layers));
        index(tag, manifest);
        return new Image(
                manifest.digest(),
                config.digest(),
                layers.stream().map(Blob::digest).toList());
    }

    /**
     * Adds an index of one image with an attestation, as builders write them.
     *
     * @return the index's digest
     */
    public String attest(String tag, Image image) {
        Blob statement = write("application/vnd.in-toto+json", ImageText.bytes("{\"_type\":\"statement\"}"));
        Blob empty = write(ImageText.CONFIG, ImageText.bytes("{}"));
        Blob attestation = write(ImageText.MANIFEST, ImageText.manifest(empty, List.of(statement)));
        Path manifest = directory.resolve("blobs").resolve(image.manifest().replace(':', '/'));
        Blob index = write(ImageText.INDEX, ImageText.index(Blob.of(ImageText.MANIFEST, read(manifest)), attestation));
        index(tag, index);
        return index.digest();
    }

    private void index(String tag, Blob manifest) {
        entries.add("""
                {"mediaType":"%s","digest":"%s","size":%d,"annotations":{"org.opencontainers.image.ref.name":"%s"}}""".formatted(manifest.mediaType(), manifest.digest(), manifest.size(), tag));
        try {
            Files.writeString(
                    directory.resolve("index.json"),
                    "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the index", e);
        }
    }

    private Blob write(String mediaType, byte[] content) {
        Blob blob = Blob.of(mediaType, content);
        try {
            Files.write(directory.resolve("blobs").resolve(blob.digest().replace(':', '/')), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write blob " + blob.digest(), e);
        }
        return blob;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
