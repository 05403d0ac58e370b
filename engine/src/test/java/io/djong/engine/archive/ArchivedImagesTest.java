package io.djong.engine.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ArchivedImagesTest {
    private static final String LAYER = "sha256:" + "1".repeat(64);

    private final ArchiveContents contents = new ArchiveContents();

    @Test
    void oldArchivesHaveNamesAndNoManifest() {
        contents.add("c.json", bytes(config("linux", "amd64")));
        docker("c.json", "[\"app:v1\",\"app:v2\"]", "[\"1/layer.tar\"]");
        ArchivedImage image = only(Optional.empty());
        assertEquals(Digest.sha256(bytes(config("linux", "amd64"))), image.id());
        assertEquals(List.of("1/layer.tar"), image.layers());
        assertEquals(List.of(Reference.parse("app:v1"), Reference.parse("app:v2")), image.tags());
        assertTrue(image.manifest().isEmpty());
    }

    @Test
    void aLayoutHasManifestsAndDockersDocumentMoreNames() {
        String manifest = layout("amd64", "\"io.containerd.image.name\":\"docker.io/library/app:v1\"");
        docker(blob(config("linux", "amd64")), "[\"app:v2\"]", "[\"whatever\"]");
        ArchivedImage image = only(Optional.empty());
        assertEquals(manifest, image.manifest().orElseThrow().digest().toString());
        assertEquals(List.of(Reference.parse("app:v1"), Reference.parse("app:v2")), image.tags());
        assertEquals(List.of("blobs/sha256/" + "1".repeat(64)), image.layers());
    }

    @Test
    void aTagAloneIsNoName() {
        layout("amd64", "\"org.opencontainers.image.ref.name\":\"v1\"");
        assertEquals(List.of(), only(Optional.empty()).tags());
    }

    @Test
    void ofAnIndexThePlatformAskedForCounts() {
        String amd = manifest("amd64");
        String arm = manifest("arm64");
        String index = blobOf(
                "{\"schemaVersion\":2,\"manifests\":[" + platform(amd, "amd64") + "," + platform(arm, "arm64") + "]}");
        index(descriptor(index, "application/vnd.oci.image.index.v1+json", ""));
        ArchivedImage image = only(Optional.of(Platform.parse("linux/arm64")));
        assertEquals(arm, image.manifest().orElseThrow().digest().toString());
        assertEquals(index, image.index().orElseThrow().digest().toString());
        assertThrows(NotFound.class, () -> ArchivedImages.of(contents, Optional.of(Platform.parse("linux/s390x"))));
    }

    @Test
    void whatIsDescribedButNotThereIsAnError() {
        docker("../c.json", "[]", "[]");
        assertThrows(InvalidArgument.class, () -> only(Optional.empty()));
        docker("c.json", "[]", "[]");
        assertMessage("invalid archive: does not contain c.json");
    }

    @Test
    void anArchiveWithoutADescriptionIsNone() {
        assertMessage("invalid archive: does not contain a manifest.json");
        contents.add("manifest.json", bytes("null"));
        assertMessage("invalid manifest, manifest cannot be null (but can be [])");
    }

    @Test
    void configurationAndLayersMustFit() {
        contents.add("c.json", bytes(config("linux", "amd64")));
        docker("c.json", "[]", "[]");
        assertMessage("invalid manifest, layers length mismatch: expected 0, got 1");
        contents.add("c.json", bytes(config("windows", "amd64")));
        assertMessage("cannot load windows image on linux");
    }

    @Test
    void linksAreFollowedButNotInCircles() {
        contents.add("c.json", bytes(config("linux", "amd64")));
        contents.link("a", "b");
        contents.link("b", "c.json");
        assertTrue(contents.document("a").isPresent());
        contents.link("c.json", "a");
        assertThrows(InvalidArgument.class, () -> contents.document("a"));
    }

    private ArchivedImage only(Optional<Platform> platform) {
        List<ArchivedImage> images = ArchivedImages.of(contents, platform);
        assertEquals(1, images.size());
        return images.getFirst();
    }

    private void assertMessage(String message) {
        assertEquals(
                message,
                assertThrows(InvalidArgument.class, () -> ArchivedImages.of(contents, Optional.empty()))
                        .message());
    }

    private void docker(String config, String tags, String layers) {
        contents.add("manifest.json", bytes("""
                [{"Config":"%s","RepoTags":%s,"Layers":%s}]""".formatted(config, tags, layers)));
    }

    private String layout(String architecture, String annotations) {
        String manifest = manifest(architecture);
        index(descriptor(manifest, "application/vnd.oci.image.manifest.v1+json", annotations));
        return manifest;
    }

    private void index(String descriptor) {
        contents.add("index.json", bytes("{\"schemaVersion\":2,\"manifests\":[" + descriptor + "]}"));
    }

    private String manifest(String architecture) {
        String config = blobOf(config("linux", architecture));
        return blobOf("""
                {"schemaVersion":2,"config":%s,"layers":[%s]}""".formatted(
                        descriptor(config, "application/vnd.oci.image.config.v1+json", ""),
                        descriptor(LAYER, "application/vnd.oci.image.layer.v1.tar", "")));
    }

    private static String platform(String digest, String architecture) {
        return """
                {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":1,\
                "platform":{"os":"linux","architecture":"%s"}}""".formatted(digest, architecture);
    }

    private static String descriptor(String digest, String type, String annotations) {
        return """
                {"mediaType":"%s","digest":"%s","size":1,"annotations":{%s}}""".formatted(type, digest, annotations);
    }

    private String blobOf(String document) {
        contents.add(blob(document), bytes(document));
        return Digest.sha256(bytes(document)).toString();
    }

    private static String blob(String document) {
        return MemberName.of(Digest.sha256(bytes(document)));
    }

    private static String config(String os, String architecture) {
        return """
                {"os":"%s","architecture":"%s","rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(os, architecture, LAYER);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
