package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.image.MediaTypes;
import io.djong.model.image.ProgressMessage;
import io.djong.model.json.Json;
import io.djong.registry.Credentials;
import io.djong.store.image.ImageRecord;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What images consist of, and how a pull tells of it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PullContentIT extends PullScene {
    @Test
    void aRepositoryIsPulledWithAllItsTags() {
        SampleImage one = threeLayers("1");
        SampleImage two = SampleImage.publish(
                registry, "team/app", "2", List.of(Layer.gzip(Tars.of(Map.of("bin/sh", "another")))));
        pull("team/app");
        assertEquals(
                one.config(),
                images.resolve(reference("team/app:1").toString()).id().toString());
        assertEquals(
                two.config(),
                images.resolve(reference("team/app:2").toString()).id().toString());
        List<String> told = statuses();
        assertTrue(told.contains("1: Pulling from team/app"), told::toString);
        assertTrue(told.contains("2: Pulling from team/app"), told::toString);
        assertEquals(
                List.of("Status: Downloaded newer image for "
                        + reference("team/app").familiar()),
                told.stream().filter(line -> line.startsWith("Status:")).toList());
    }

    private boolean hasBlobsOf(SampleImage image) {
        return image.layers().stream()
                .allMatch(layer -> store.stores
                        .content()
                        .info(Digest.parse(layer.digest()))
                        .isPresent());
    }

    @Test
    void layersThatAreUnpackedStillGetTheirBlobsBack() {
        SampleImage image = threeLayers("1");
        pull("team/app:1");
        String name = reference("team/app:1").toString();
        Digest top = store.stores
                .images()
                .find(reference("team/app:1"))
                .orElseThrow()
                .topLayer()
                .orElseThrow();
        // As a container has it.
        var _ = store.stores.snapshots().prepare("container", Optional.of(top));
        var _ = images.remove(name, new ImageRemoval(true, true));
        assertFalse(hasBlobsOf(image));
        messages.clear();
        pull("team/app:1");
        assertTrue(hasBlobsOf(image));
        assertEquals(
                3,
                statuses().stream()
                        .filter(line -> line.endsWith(": Pull complete"))
                        .count());
    }

    @Test
    void anImageThatLacksBlobsIsNotUpToDate() {
        SampleImage image = threeLayers("1");
        pull("team/app:1");
        ImageRecord record = store.stores.images().find(reference("team/app:1")).orElseThrow();
        store.stores.database().write(tx -> {
            store.stores.images().put(tx, record.with(Digest.parse(image.manifest()), List.of()));
            return true;
        });
        long _ = store.stores.collector().collect();
        assertFalse(hasBlobsOf(image));
        pull("team/app:1");
        assertTrue(hasBlobsOf(image));
        messages.clear();
        pull("team/app:1");
        assertEquals(3, messages.size(), messages::toString);
    }

    @Test
    void whoWaitsForAnotherPullSeesItsProgress() throws Exception {
        byte[] noise = new byte[2_000_000];
        new Random(4).nextBytes(noise);
        SampleImage image = SampleImage.publish(
                registry,
                "team/app",
                "slow",
                List.of(Layer.plain(Tars.of(Map.of("noise", new String(noise, StandardCharsets.ISO_8859_1))))));
        registry.faults().drip(100_000, Duration.ofMillis(60));
        List<ProgressMessage> others = new CopyOnWriteArrayList<>();
        PullRequest request = new PullRequest(reference("team/app:slow"), Optional.empty(), Credentials.ANONYMOUS);
        Thread other = Thread.startVirtualThread(() -> puller.pull(request, others::add));
        pull("team/app:slow");
        other.join();
        for (List<ProgressMessage> told : List.of(messages, others)) {
            assertTrue(told.stream().anyMatch(m -> m.status().equals("Downloading")), told::toString);
            assertTrue(told.getLast().status().startsWith("Status: "), told::toString);
        }
        assertEquals(
                1,
                registry.requests().stream()
                        .filter(r -> r.contains(image.layers().getFirst().digest()))
                        .count());
    }

    @Test
    void aLayerThatNoRegistryHasIsFetchedFromItsUrl() throws IOException {
        byte[] tar = Tars.of(Map.of("far", "away"));
        try (FakeRegistry elsewhere = FakeRegistry.start()) {
            String layer = elsewhere.addBlob(tar);
            byte[] config = Json.bytes(Map.of(
                    "architecture",
                    Platform.host().architecture(),
                    "os",
                    "linux",
                    "rootfs",
                    Map.of("type", "layers", "diff_ids", List.of(layer))));
            String id = registry.addBlob(config);
            Map<String, Object> foreign = Map.of(
                    "mediaType",
                    "application/vnd.oci.image.layer.nondistributable.v1.tar",
                    "digest",
                    layer,
                    "size",
                    tar.length,
                    "urls",
                    List.of("ftp://nowhere", elsewhere.base() + "/v2/x/blobs/" + layer));
            byte[] manifest = Json.bytes(Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    MediaTypes.OCI_MANIFEST,
                    "config",
                    Map.of("mediaType", MediaTypes.OCI_CONFIG, "digest", id, "size", config.length),
                    "layers",
                    List.of(foreign)));
            registry.addManifest("team/app", "far", MediaTypes.OCI_MANIFEST, manifest);
            pull("team/app:far");
            assertEquals(
                    id,
                    images.resolve(reference("team/app:far").toString()).id().toString());
        }
    }

    @Test
    void attestationsAreKeptWithTheImage() throws IOException {
        SampleImage image = threeLayers("1");
        byte[] statement = "{\"_type\":\"https://in-toto.io/Statement/v0.1\"}".getBytes(StandardCharsets.UTF_8);
        String blob = registry.addBlob(statement);
        String config = registry.addBlob("{}".getBytes(StandardCharsets.UTF_8));
        byte[] attestation = Json.bytes(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "config",
                Map.of("mediaType", MediaTypes.OCI_CONFIG, "digest", config, "size", 2),
                "layers",
                List.of(Map.of(
                        "mediaType", "application/vnd.in-toto+json", "digest", blob, "size", statement.length))));
        String attached = registry.addManifest("team/app", "att", MediaTypes.OCI_MANIFEST, attestation);
        Map<String, Object> index = Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                List.of(
                        Map.of(
                                "mediaType", MediaTypes.OCI_MANIFEST,
                                "digest", image.manifest(),
                                "size", registry.sizeOf(image.manifest()),
                                "platform",
                                        Map.of(
                                                "os",
                                                "linux",
                                                "architecture",
                                                Platform.host().architecture())),
                        Map.of(
                                "mediaType",
                                MediaTypes.OCI_MANIFEST,
                                "digest",
                                attached,
                                "size",
                                attestation.length,
                                "platform",
                                Map.of("os", "unknown", "architecture", "unknown"),
                                "annotations",
                                Map.of(
                                        "vnd.docker.reference.type",
                                        "attestation-manifest",
                                        "vnd.docker.reference.digest",
                                        image.manifest()))));
        registry.addManifest("team/app", "attested", MediaTypes.OCI_INDEX, Json.bytes(index));
        pull("team/app:attested");
        long _ = store.stores.collector().collect();
        for (String digest : List.of(attached, blob, config)) {
            assertTrue(store.stores.content().info(Digest.parse(digest)).isPresent(), digest);
        }
    }
}
