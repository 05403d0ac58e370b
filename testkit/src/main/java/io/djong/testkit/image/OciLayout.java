package io.djong.testkit.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * An OCI image layout directory under construction (image-spec, image-layout.md): blobs by digest and an index with
 * a tag for each image. Written by hand, so that the tests share no code with what they test.
 */
public final class OciLayout {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String GZIP_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

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
        List<String> layers = new ArrayList<>();
        List<String> descriptors = new ArrayList<>();
        for (Path tar : tars) {
            byte[] plain = read(tar);
            byte[] packed = gzip(plain);
            diffIds.add(Sha256.digest(plain));
            layers.add(write(packed));
            descriptors.add(descriptor(GZIP_LAYER, layers.getLast(), packed.length));
        }
        byte[] config =
                """
                {"architecture":"%s","os":"linux","created":"2024-01-01T00:00:00Z","config":{%s},\
                "rootfs":{"type":"layers","diff_ids":[%s]},\
                "history":[{"created":"2024-01-01T00:00:00Z","created_by":"testkit"}]}""".formatted(architecture(), configuration, quoted(diffIds)).getBytes(StandardCharsets.UTF_8);
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(
                        MANIFEST, descriptor(CONFIG, write(config), config.length), String.join(",", descriptors))
                .getBytes(StandardCharsets.UTF_8);
        return index(tag, new Image(write(manifest), Sha256.digest(config), layers), manifest.length);
    }

    private Image index(String tag, Image image, int size) {
        entries.add("""
                {"mediaType":"%s","digest":"%s","size":%d,"annotations":{"org.opencontainers.image.ref.name":"%s"}}""".formatted(MANIFEST, image.manifest(), size, tag));
        try {
            Files.writeString(
                    directory.resolve("index.json"),
                    "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the index", e);
        }
        return image;
    }

    private String write(byte[] content) {
        String digest = Sha256.digest(content);
        try {
            Files.write(directory.resolve("blobs").resolve(digest.replace(':', '/')), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write blob " + digest, e);
        }
        return digest;
    }

    private static String descriptor(String mediaType, String digest, int size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(mediaType, digest, size);
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(","));
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress", e);
        }
        return packed.toByteArray();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
