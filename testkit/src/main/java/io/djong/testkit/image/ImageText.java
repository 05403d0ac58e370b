package io.djong.testkit.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** What an image is made of (image-spec), written by hand, so that the tests share no code with what they test. */
public final class ImageText {
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    public static final String GZIP_LAYER = LAYER + "+gzip";

    private static final String CREATED = "\"created\":\"2024-01-01T00:00:00Z\"";

    private ImageText() {}

    /**
     * The configuration of an image for this machine.
     *
     * @param configuration the members of its {@code config} object, as JSON
     * @param diffIds the digests of its layers' tars, lowest first
     */
    public static byte[] config(String configuration, List<String> diffIds) {
        String layers = diffIds.stream().map(id -> '"' + id + '"').collect(Collectors.joining(","));
        String history = diffIds.stream()
                .map(_ -> "{" + CREATED + ",\"created_by\":\"testkit\"}")
                .collect(Collectors.joining(","));
        return bytes("""
                {"architecture":"%s","os":"linux",%s,"config":{%s},"rootfs":{"type":"layers","diff_ids":[%s]},\
                "history":[%s]}""".formatted(architecture(), CREATED, configuration, layers, history));
    }

    /** The manifest of an image. */
    public static byte[] manifest(Blob config, List<Blob> layers) {
        return bytes("""
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(
                        MANIFEST, config.json(), layers.stream().map(Blob::json).collect(Collectors.joining(","))));
    }

    /** The index of an image for this machine and an attestation of it. */
    public static byte[] index(Blob manifest, Blob attestation) {
        return bytes("""
                {"schemaVersion":2,"mediaType":"%1$s","manifests":[\
                {"mediaType":"%2$s","digest":"%3$s","size":%4$d,"platform":{"architecture":"%5$s","os":"linux"}},\
                {"mediaType":"%2$s","digest":"%6$s","size":%7$d,"platform":{"architecture":"unknown","os":"unknown"},\
                "annotations":{"vnd.docker.reference.type":"attestation-manifest",\
                "vnd.docker.reference.digest":"%3$s"}}]}""".formatted(
                        INDEX,
                        MANIFEST,
                        manifest.digest(),
                        manifest.size(),
                        architecture(),
                        attestation.digest(),
                        attestation.size()));
    }

    /** A layer, packed. */
    public static byte[] gzip(byte[] tar) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress", e);
        }
        return packed.toByteArray();
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
