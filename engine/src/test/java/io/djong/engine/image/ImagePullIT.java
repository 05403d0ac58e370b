package io.djong.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.ImageDeleteItem;
import io.djong.model.image.ImageSummary;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.registry.Credentials;
import io.djong.store.lease.Lease;
import io.djong.testkit.process.Await;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ImagePullIT extends PullScene {
    /** The start of the lowest layer's digest. */
    private static String shortHex(SampleImage image) {
        return Digest.parse(image.layers().getFirst().digest()).shortHex();
    }

    @Test
    void anImageIsPulledAndUnpacked() throws IOException {
        SampleImage image = threeLayers("1");
        pull("team/app:1");

        LocalImage local = images.resolve(reference("team/app:1").toString());
        assertEquals(image.config(), local.id().toString());
        List<Path> layers = store.stores.snapshots().layers(local.topLayer().orElseThrow());
        assertEquals(3, layers.size());
        assertEquals("hello", Files.readString(layers.getFirst().resolve("srv/index")));
        assertEquals("shell", Files.readString(layers.getLast().resolve("bin/sh")));
        for (var layer : image.layers()) {
            assertTrue(store.stores.content().info(Digest.parse(layer.digest())).isPresent());
        }
        String first = shortHex(image);
        List<String> told = statuses();
        assertEquals("1: Pulling from team/app", told.getFirst());
        assertEquals(first + ": Pulling fs layer", told.get(1));
        assertEquals("Digest: " + image.manifest(), told.get(told.size() - 2));
        assertEquals(
                "Status: Downloaded newer image for " + reference("team/app:1").familiar(), told.getLast());
        assertTrue(told.contains(first + ": Download complete"));
        assertTrue(told.contains(first + ": Pull complete"));
    }

    @Test
    void aSecondPullAsksForTheDigestAlone() {
        threeLayers("1");
        pull("team/app:1");
        int before = registry.requests().size();
        messages.clear();
        pull("team/app:1");
        assertEquals(
                "Status: Image is up to date for " + reference("team/app:1").familiar(),
                statuses().getLast());
        assertEquals(
                List.of("GET /v2/", "HEAD /v2/team/app/manifests/1"),
                registry.requests().subList(before, registry.requests().size()));
    }

    @Test
    void layersThatAreHereAreNotFetchedAgain() {
        SampleImage one = threeLayers("1");
        pull("team/app:1");
        SampleImage two = SampleImage.publish(
                registry,
                "team/app",
                "2",
                List.of(
                        Layer.gzip(Tars.of(Map.of("bin/sh", "shell", "etc/os", "linux"))),
                        Layer.plain(Tars.of(Map.of("new", "2")))));
        assertEquals(one.layers().getFirst(), two.layers().getFirst());
        messages.clear();
        pull("team/app:2");
        assertTrue(statuses().contains(shortHex(one) + ": Already exists"));
    }

    @Test
    void anIndexLeadsToThePlatformsImage() {
        SampleImage image = threeLayers("1");
        Platform host = Platform.host();
        Map<String, Object> index = Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                List.of(
                        Map.of(
                                "mediaType",
                                MediaTypes.OCI_MANIFEST,
                                "digest",
                                Digest.sha256(new byte[] {1}),
                                "size",
                                1,
                                "platform",
                                Map.of("os", "linux", "architecture", "s390x")),
                        Map.of(
                                "mediaType", MediaTypes.OCI_MANIFEST,
                                "digest", image.manifest(),
                                "size", registry.sizeOf(image.manifest()),
                                "platform", Map.of("os", "linux", "architecture", host.architecture()))));
        String root = registry.addManifest("team/app", "multi", MediaTypes.OCI_INDEX, Json.bytes(index));
        pull("team/app:multi");
        ImageSummary summary =
                images.list(new ImageQuery(false, false, Filters.NONE)).getFirst();
        assertEquals(image.config(), summary.id().toString());
        assertEquals(List.of(reference("team/app").familiar() + "@" + root), summary.repoDigests());

        PullRequest arm = new PullRequest(
                reference("team/app:multi"), Optional.of(Platform.parse("linux/riscv64")), Credentials.ANONYMOUS);
        NotFound error = assertThrows(NotFound.class, () -> puller.pull(arm, Progress.ignored()));
        assertTrue(error.message().startsWith("no matching manifest for linux/riscv64"), error.message());
    }

    @Test
    void aCorruptLayerIsRefusedAndLeavesNothing() throws IOException {
        SampleImage image = threeLayers("1");
        registry.replaceBlob(image.layers().get(1).digest(), bytes -> bytes[1000] ^= 1);
        EngineException error = assertThrows(EngineException.class, () -> pull("team/app:1"));
        assertEquals(
                "filesystem layer verification failed for digest "
                        + image.layers().get(1).digest(),
                error.message());
        assertTrue(images.list(new ImageQuery(true, false, Filters.NONE)).isEmpty());
        assertThrows(
                NotFound.class, () -> images.resolve(reference("team/app:1").toString()));
        expireLeasesAndCollect();
    }

    @Test
    void aLayerThatUnpacksToSomethingElseIsRefused() {
        byte[] tar = Tars.of(Map.of("a", "b"));
        Layer lying = Layer.lying(tar, new byte[] {1});
        SampleImage.publish(registry, "team/app", "lie", List.of(lying));
        InvalidArgument error = assertThrows(InvalidArgument.class, () -> pull("team/app:lie"));
        assertTrue(error.message().startsWith("layers from manifest don't match image configuration"), error.message());
    }

    @Test
    void aBrokenPullResumesWhereItBroke() throws IOException {
        byte[] noise = new byte[2_000_000];
        new Random(3).nextBytes(noise);
        SampleImage image = SampleImage.publish(
                registry,
                "team/app",
                "big",
                List.of(Layer.plain(Tars.of(Map.of("noise", new String(noise, StandardCharsets.ISO_8859_1))))));
        registry.faults().breakDown(500_000);
        assertThrows(EngineException.class, () -> pull("team/app:big"));
        registry.faults().recover();
        restart();
        pull("team/app:big");
        String last = registry.requests().stream()
                .filter(r -> r.contains("/blobs/" + image.layers().getFirst().digest()))
                .reduce("", (a, b) -> b);
        assertTrue(last.contains("bytes="), last);
        assertFalse(last.contains("bytes=0-"), last);
        assertEquals(
                image.config(),
                images.resolve(reference("team/app:big").toString()).id().toString());
    }

    /** As after a kill: the leases are another owner's, the partial blobs are on disk. */
    private void restart() throws IOException {
        store.close();
        store = new TestStores(directory.resolve("root"), "test again");
        puller = new ImagePuller(client, store.stores, store.events, InstantSource.system(), new TransferLimit(3));
        images = new Images(store.stores, store.events, id -> List.of(), InstantSource.system());
    }

    @Test
    void anInterruptedPullEndsAndCanBeRepeated() throws Exception {
        threeLayers("1");
        registry.faults().stall();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread pulling = Thread.startVirtualThread(() -> {
            try {
                pull("team/app:1");
                outcome.complete(new AssertionError("the pull cannot end"));
            } catch (RuntimeException e) {
                outcome.complete(e);
            }
        });
        Await.until(
                "a layer is asked for",
                Duration.ofSeconds(20),
                () -> registry.requests().stream().anyMatch(r -> r.contains("/blobs/sha256")));
        pulling.interrupt();
        assertInstanceOf(Cancelled.class, outcome.get());
        registry.faults().unstall();
        pull("team/app:1");
        assertEquals(1, images.list(new ImageQuery(false, false, Filters.NONE)).size());
    }

    @Test
    void concurrentPullsFetchEachLayerOnce() throws Exception {
        SampleImage image = threeLayers("1");
        List<Thread> pulls = new ArrayList<>();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            pulls.add(Thread.startVirtualThread(() -> {
                try {
                    pull("team/app:1");
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread pull : pulls) {
            pull.join();
        }
        assertEquals(List.of(), failures);
        for (var layer : image.layers()) {
            assertEquals(
                    1,
                    registry.requests().stream()
                            .filter(r -> r.contains(layer.digest()))
                            .count());
        }
    }

    @Test
    void removingTheLastNameRemovesAllThereWas() throws IOException {
        SampleImage image = threeLayers("1");
        pull("team/app:1");
        images.tag(reference("team/app:1").toString(), Reference.parse("other:2"));
        String name = reference("team/app:1").familiar();
        assertEquals(
                List.of(
                        "Untagged: " + name,
                        "Untagged: " + reference("team/app").familiar() + "@" + image.manifest()),
                images.remove(name, new ImageRemoval(false, true)).stream()
                        .map(ImagePullIT::line)
                        .toList());
        List<String> rest = images.remove("other:2", new ImageRemoval(false, true)).stream()
                .map(ImagePullIT::line)
                .toList();
        assertEquals("Untagged: other:2", rest.get(0));
        assertEquals("Deleted: " + image.config(), rest.get(1));
        assertEquals(5, rest.size());
        Await.until("all is collected", Duration.ofSeconds(20), this::nothingIsLeft);
    }

    private boolean nothingIsLeft() {
        return store.stores.content().list().isEmpty()
                && store.stores.snapshots().list().isEmpty();
    }

    @Test
    void whatAContainerKeptOfARemovedImageGoesWithIt() {
        threeLayers("1");
        pull("team/app:1");
        String name = reference("team/app:1").toString();
        LocalImage image = images.resolve(name);
        store.stores.snapshots().prepare("container", image.topLayer());
        images.left(image.id());
        images.remove(name, new ImageRemoval(true, true));
        Await.until(
                "the image is gone",
                Duration.ofSeconds(20),
                () -> store.stores.content().list().isEmpty());
        assertEquals(4, store.stores.snapshots().list().size());
        store.stores.snapshots().remove("container");
        images.left(image.id());
        Await.until("all is collected", Duration.ofSeconds(20), this::nothingIsLeft);
    }

    private static String line(ImageDeleteItem item) {
        return item.untagged().isEmpty() ? "Deleted: " + item.deleted() : "Untagged: " + item.untagged();
    }

    @Test
    void aTarIsImportedWithChanges() throws IOException {
        ImportRequest request = new ImportRequest(
                Optional.of(Reference.parse("mine")),
                "from a test",
                List.of("CMD [\"/bin/sh\"]", "ENV A=1 B=\"2 3\""),
                Optional.empty());
        Digest id =
                images.importTar(request, new ByteArrayInputStream(Tars.of(Map.of("bin/sh", "shell"))), messages::add);
        assertEquals(List.of(id.toString()), statuses());
        LocalImage local = images.resolve("mine:latest");
        assertEquals(id, local.id());
        assertEquals(List.of("A=1", "B=2 3"), local.config().containerDefaults().env());
        assertEquals("from a test", images.inspect("mine").comment());
        assertEquals(id.toString(), images.history("mine").getFirst().id());
        assertEquals(5, images.history("mine").getFirst().size());
    }

    private void expireLeasesAndCollect() throws IOException {
        try (Lease lease = store.stores.leases().open("test", Duration.ZERO)) {
            lease.protect();
        }
        store.stores.database().write(tx -> tx.execute("UPDATE leases SET expires = 0"));
        long _ = store.stores.collector().collect();
        assertTrue(store.stores.content().list().isEmpty());
        assertTrue(store.stores.snapshots().list().isEmpty());
        try (Stream<Path> left = Files.list(directory.resolve("root/blobs/ingest"))) {
            assertEquals(0, left.count());
        }
    }
}
