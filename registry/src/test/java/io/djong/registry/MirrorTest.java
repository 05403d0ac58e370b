package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import io.djong.model.image.Descriptor;
import io.djong.registry.RegistrySettings.Patience;
import io.djong.testkit.image.Blob;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One registry, the origin, and mirrors of it that fail in all ways. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MirrorTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(400),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(2));

    @TempDir
    Path directory;

    private final List<FakeRegistry> all = new ArrayList<>();
    private final byte[] layer = new byte[400_000];
    private FakeRegistry origin;
    private FakeRegistry one;
    private FakeRegistry two;
    private SampleImage image;

    @BeforeEach
    void publish() throws IOException {
        new Random(7).nextBytes(layer);
        origin = FakeRegistry.start();
        all.add(origin);
        image = SampleImage.publish(origin, "team/app", "1.0", List.of(Layer.plain(layer)));
        one = registry();
        two = registry();
    }

    private FakeRegistry registry() throws IOException {
        FakeRegistry made = FakeRegistry.start();
        all.add(made);
        SampleImage _ = SampleImage.publish(made, "team/app", "1.0", List.of(Layer.plain(layer)));
        return made;
    }

    @AfterEach
    void close() {
        all.forEach(FakeRegistry::close);
    }

    private RegistryClient client(FakeRegistry... mirrors) {
        return client(SHORT, mirrors);
    }

    private RegistryClient client(Patience patience, FakeRegistry... mirrors) {
        List<URI> uris =
                java.util.Arrays.stream(mirrors).map(m -> URI.create(m.base())).toList();
        RegistrySettings settings = new RegistrySettings(List.of(), List.of(), patience, "djong-test")
                .withRegistryMirrors(Map.of(origin.authority(), uris))
                .withMemory(directory.resolve("mirrors.json"));
        return new RegistryClient(settings, InstantSource.system());
    }

    private Reference app() {
        return Reference.parse(origin.authority() + "/team/app:1.0");
    }

    private Descriptor blob() {
        Blob blob = image.layers().getFirst();
        return new Descriptor(blob.mediaType(), Digest.parse(blob.digest()), blob.size());
    }

    private byte[] layerFrom(Repository repository) throws IOException {
        try (InputStream in = repository.open(blob(), 0, DownloadWatcher.NOBODY)) {
            return in.readAllBytes();
        }
    }

    private void assertPulls(Repository repository) throws IOException {
        ManifestContent manifest = repository.manifest(app());
        assertEquals(image.manifest(), manifest.descriptor().digest().toString());
        assertEquals(
                image.config(),
                Digest.sha256(repository.blob(manifest.manifest().config())).toString());
        assertArrayEquals(layer, layerFrom(repository));
    }

    private static long blobRequests(FakeRegistry registry, String digest) {
        return registry.requests().stream().filter(r -> r.contains(digest)).count();
    }

    @Test
    void aGoodMirrorSparesTheRegistry() throws IOException {
        try (RegistryClient client = client(one)) {
            Repository repository = client.repository(app(), Credentials.ANONYMOUS);
            assertPulls(repository);
            assertEquals(List.of(), origin.requests());
            assertEquals(List.of("Served by " + one.base()), repository.remarks());
            assertTrue(client.mirrors().getFirst().served().isPresent());
        }
    }

    @Test
    void deadMirrorsCostNothingButTheirTurn() throws IOException {
        List<FakeRegistry> mirrors = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            FakeRegistry dead = registry();
            switch (i % 4) {
                case 0 -> dead.faults().hang();
                case 1 -> dead.faults().refuse(503, 1000);
                case 2 -> dead.faults().corrupt();
                default -> dead.close();
            }
            mirrors.add(dead);
        }
        mirrors.add(one);
        try (RegistryClient client = client(mirrors.toArray(FakeRegistry[]::new))) {
            assertPulls(client.repository(app(), Credentials.ANONYMOUS));
        }
        assertEquals(1, blobRequests(one, blob().digest().toString()));
        // What was learnt outlives the client, as it does the daemon.
        long asked = mirrors.getFirst().requests().size();
        try (RegistryClient client = client(mirrors.toArray(FakeRegistry[]::new))) {
            assertTrue(client.mirrors().getLast().served().isPresent());
            assertFalse(client.mirrors().getLast().troubled());
            assertPulls(client.repository(app(), Credentials.ANONYMOUS));
        }
        assertTrue(mirrors.getFirst().requests().size() <= asked + 3, "a mirror that hangs is asked no more than once");
    }

    @Test
    void aMirrorThatLacksTheImageIsPassedOver() throws IOException {
        try (FakeRegistry empty = FakeRegistry.start();
                RegistryClient client = client(SHORT.withHeadStart(Duration.ofMinutes(1)), empty, one)) {
            assertPulls(client.repository(app(), Credentials.ANONYMOUS));
        }
        assertEquals(List.of(), origin.requests());
    }

    @Test
    void whoGivesBlobsAloneHasServedToo() throws IOException {
        try (RegistryClient client = client(one)) {
            assertArrayEquals(layer, layerFrom(client.repository(app(), Credentials.ANONYMOUS)));
        }
        try (RegistryClient later = client(one)) {
            assertTrue(later.mirrors().getFirst().served().isPresent());
        }
    }

    @Test
    void aDownloadThatBreaksGoesOnElsewhereByRange() throws IOException {
        one.faults().breakBlobs(100_000, 1);
        try (RegistryClient client = client(one, two)) {
            Repository repository = client.repository(app(), Credentials.ANONYMOUS);
            assertArrayEquals(layer, layerFrom(repository));
        }
        assertTrue(two.requests().getLast().endsWith("bytes=100000-"), two.requests()::toString);
        assertEquals(1, blobRequests(one, blob().digest().toString()));
    }

    @Test
    void aDownloadThatStallsGoesOnElsewhereByRange() throws IOException {
        one.faults().stall();
        try (RegistryClient client = client(one, two)) {
            assertArrayEquals(layer, layerFrom(client.repository(app(), Credentials.ANONYMOUS)));
        }
        assertTrue(two.requests().getLast().contains("bytes=200000-"), two.requests()::toString);
    }

    @Test
    void aDownloadThatDripsGoesOnElsewhereByRange() throws IOException {
        one.faults().drip(1000, Duration.ofMillis(50));
        try (RegistryClient client = client(one, two)) {
            assertArrayEquals(layer, layerFrom(client.repository(app(), Credentials.ANONYMOUS)));
        }
        assertTrue(two.requests().getLast().contains("bytes="), two.requests()::toString);
    }

    @Test
    void aMirrorOfWrongBytesIsPutAsideAndNamed() throws IOException {
        one.faults().corruptBlobs();
        try (RegistryClient client = client(one, two)) {
            Repository repository = client.repository(app(), Credentials.ANONYMOUS);
            assertFalse(java.util.Arrays.equals(layer, layerFrom(repository)));
            assertTrue(repository.distrust(blob()));
            assertArrayEquals(layer, layerFrom(repository));
            String why = "it served wrong content for " + blob().digest();
            assertTrue(repository.remarks().contains("Mirror " + one.base() + " is put aside: " + why));
            assertEquals(why, client.mirrors().getFirst().aside().orElseThrow());
        }
        int asked = one.requests().size();
        try (RegistryClient client = client(one, two)) {
            assertPulls(client.repository(app(), Credentials.ANONYMOUS));
        }
        assertEquals(asked, one.requests().size());
    }

    @Test
    void ofSeveralSourcesNoneIsBlamedAndEachIsTriedAlone() throws IOException {
        one.faults().corruptBlobs();
        one.faults().breakBlobs(300_000, 1);
        try (RegistryClient client = client(one, two)) {
            Repository repository = client.repository(app(), Credentials.ANONYMOUS);
            assertFalse(java.util.Arrays.equals(layer, layerFrom(repository)));
            assertTrue(repository.distrust(blob()));
            assertArrayEquals(layer, layerFrom(repository));
            assertTrue(client.mirrors().getFirst().aside().isEmpty());
        }
        assertEquals(1, blobRequests(origin, blob().digest().toString()));
    }

    @Test
    void theRegistryItselfIsNotDoubted() throws IOException {
        try (RegistryClient client = client()) {
            Repository repository = client.repository(app(), Credentials.ANONYMOUS);
            assertArrayEquals(layer, layerFrom(repository));
            assertFalse(repository.distrust(blob()));
        }
    }

    @Test
    void whatNobodyHasIsToldInTheRegistrysWords() {
        one.faults().hang();
        try (RegistryClient client = client(one, two)) {
            Repository repository = client.repository(app(), Credentials.ANONYMOUS);
            EngineException error = assertThrows(
                    EngineException.class,
                    () -> repository.manifest(app().repository().withTag("nosuch")));
            assertTrue(error.message().endsWith("not found: manifest unknown: manifest unknown"), error.message());
        }
    }

    @Test
    void noCredentialsAreShownToMirrors() throws IOException {
        one.gate().require(io.djong.testkit.registry.Gate.Kind.BASIC);
        try (RegistryClient client = client(one)) {
            assertPulls(client.repository(app(), new Credentials.Basic("ada", "lovelace")));
        }
        assertEquals(0, blobRequests(one, "/blobs/"));
    }

    @Test
    void aServerWithoutRangesIsLeftForOneThatHasThem() throws IOException {
        one.faults().breakBlobs(200_000, 1);
        two.faults().ignoreRanges();
        try (RegistryClient client = client(one, two)) {
            assertArrayEquals(layer, layerFrom(client.repository(app(), Credentials.ANONYMOUS)));
        }
        assertTrue(origin.requests().getLast().contains("bytes=200000-"), origin.requests()::toString);
    }

    @Test
    void aMirrorThatMakesUpWhatATagStandsForIsPutAside() throws IOException {
        byte[] other = new byte[10];
        SampleImage forged = SampleImage.publish(one, "team/app", "1.0", List.of(Layer.plain(other)));
        try (RegistryClient client = client(one)) {
            Repository repository = client.repository(app(), Credentials.ANONYMOUS);
            ManifestContent manifest = repository.manifest(app());
            assertEquals(forged.manifest(), manifest.descriptor().digest().toString());
            assertTrue(repository.distrust(manifest));
            assertPulls(repository);
        }
    }
}
