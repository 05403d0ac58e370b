package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.model.error.Unauthorized;
import io.djong.model.image.Descriptor;
import io.djong.model.image.MediaTypes;
import io.djong.registry.RegistrySettings.Patience;
import io.djong.testkit.image.Blob;
import io.djong.testkit.process.Await;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Gate;
import io.djong.testkit.registry.SampleImage;
import io.djong.testkit.registry.SampleImage.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RepositoryTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(1500),
            Duration.ofMillis(300),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(2));

    private FakeRegistry registry;
    private RegistryClient client;
    private SampleImage image;
    private final byte[] layer = new byte[300_000];

    @BeforeEach
    void publish() throws IOException {
        registry = FakeRegistry.start();
        new Random(7).nextBytes(layer);
        image = SampleImage.publish(registry, "team/app", "1.0", List.of(Layer.plain(layer)));
        client = new RegistryClient(
                new RegistrySettings(List.of(), List.of(), SHORT, "djong-test"), InstantSource.system());
    }

    @AfterEach
    void close() {
        client.close();
        registry.close();
    }

    private Reference reference(String rest) {
        return Reference.parse(registry.authority() + "/" + rest);
    }

    private Repository repository() {
        return repository(Credentials.ANONYMOUS);
    }

    private Repository repository(Credentials credentials) {
        return client.repository(reference("team/app:1.0"), credentials);
    }

    private Descriptor lowest() {
        Blob blob = image.layers().getFirst();
        return new Descriptor(blob.mediaType(), Digest.parse(blob.digest()), blob.size());
    }

    private void assertManifest(Repository from) {
        Descriptor found = from.manifest(reference("team/app:1.0")).descriptor();
        assertEquals(image.manifest(), found.digest().toString());
    }

    private byte[] readLayer(Repository from, long offset) throws IOException {
        try (InputStream in = from.open(lowest(), offset, DownloadWatcher.NOBODY)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aTagLeadsToManifestConfigAndLayers() throws IOException {
        Repository repository = repository();
        ManifestContent manifest = repository.manifest(reference("team/app:1.0"));
        assertEquals(image.manifest(), manifest.descriptor().digest().toString());
        assertEquals(MediaTypes.OCI_MANIFEST, manifest.descriptor().mediaType());
        assertFalse(manifest.isIndex());
        byte[] config = repository.blob(manifest.manifest().config());
        assertEquals(image.config(), Digest.sha256(config).toString());
        assertArrayEquals(layer, readLayer(repository, 0));
    }

    @Test
    void aDigestLeadsToTheSameManifest() {
        Reference exact = reference("team/app").withDigest(Digest.parse(image.manifest()));
        assertEquals(
                image.manifest(),
                repository().manifest(exact).descriptor().digest().toString());
        assertEquals(
                image.manifest(),
                repository().head(exact).orElseThrow().digest().toString());
    }

    @Test
    void aMissingTagIsToldInDockersWords() {
        Reference missing = reference("team/app:2.0");
        NotFound error = assertThrows(NotFound.class, () -> repository().manifest(missing));
        assertEquals(
                "manifest for " + missing.familiar() + " not found: manifest unknown: manifest unknown",
                error.message());
        RegistryFailure failure = assertInstanceOf(RegistryFailure.class, error.getCause());
        assertEquals(404, failure.status());
        assertFalse(failure.temporary());
    }

    @Test
    void aRefusedConnectionIsToldInDockersWords() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Reference nobody = Reference.parse("127.0.0.1:" + port + "/x:1");
        Repository repository = client.repository(nobody, Credentials.ANONYMOUS);
        Internal error = assertThrows(Internal.class, () -> repository.manifest(nobody));
        assertEquals(
                "Get \"http://127.0.0.1:" + port + "/v2/\": dial tcp 127.0.0.1:" + port
                        + ": connect: connection refused",
                error.message());
    }

    @Test
    void anUnknownHostIsToldInDockersWords() {
        Reference nowhere = Reference.parse("registry.invalid/x:1");
        Repository repository = client.repository(nowhere, Credentials.ANONYMOUS);
        Internal error = assertThrows(Internal.class, () -> repository.manifest(nowhere));
        assertEquals(
                "Get \"https://registry.invalid/v2/\": dial tcp: lookup registry.invalid: no such host",
                error.message());
    }

    @Test
    void aRegistryThatHangsTimesOut() {
        registry.faults().hang();
        Internal error = assertThrows(Internal.class, () -> repository().manifest(reference("team/app:1.0")));
        assertEquals(
                "Get \"" + registry.base() + "/v2/\": net/http: timeout awaiting response headers", error.message());
    }

    @Test
    void aServerErrorIsTriedAgain() {
        registry.faults().refuse(503, 2);
        assertManifest(repository());
    }

    @Test
    void whoAsksToBeLeftAloneIs() throws IOException {
        registry.faults().limit("1", 1);
        List<Duration> pauses = new ArrayList<>();
        Repository repository = repository();
        try (InputStream in = repository.open(lowest(), 0, pauses::add)) {
            assertArrayEquals(layer, in.readAllBytes());
        }
        assertEquals(List.of(Duration.ofSeconds(1)), pauses);
    }

    @Test
    void whoAsksToBeLeftAloneForLongIsNotWaitedFor() {
        registry.faults().limit("86400", 1);
        Internal error = assertThrows(Internal.class, () -> repository().manifest(reference("team/app:1.0")));
        assertEquals("error parsing HTTP 429 response body: \"<html>no</html>\"", error.message());
    }

    @Test
    void hugeHeadersAreRefused() {
        registry.faults().swell(2 << 20);
        EngineException error =
                assertThrows(EngineException.class, () -> repository().manifest(reference("team/app:1.0")));
        assertInstanceOf(RegistryFailure.class, error.getCause());
    }

    @Test
    void allTagsAreListed() {
        SampleImage.publish(registry, "team/app", "2.0", List.of(Layer.plain(layer)));
        assertEquals(List.of("1.0", "2.0"), repository().tags());
    }

    @Test
    void tagsComeInPages() {
        registry.pageTags(2);
        List<String> tags = List.of("1.0", "a", "b", "c", "d");
        tags.forEach(tag -> SampleImage.publish(registry, "team/app", tag, List.of(Layer.plain(layer))));
        assertEquals(tags, repository().tags());
    }

    @Test
    void aServerErrorThatStaysIsTold() {
        registry.faults().refuse(503, 100);
        Internal error = assertThrows(Internal.class, () -> repository().manifest(reference("team/app:1.0")));
        assertEquals("received unexpected HTTP status: 503 Service Unavailable", error.message());
        assertTrue(assertInstanceOf(RegistryFailure.class, error.getCause()).temporary());
    }

    @Test
    void aBrokenDownloadGoesOnWhereItBroke() throws IOException {
        registry.faults().breakBlobs(100_000, 2);
        assertArrayEquals(layer, readLayer(repository(), 0));
        List<String> asked = registry.requests().stream()
                .filter(request -> request.contains("/blobs/"))
                .toList();
        assertEquals(3, asked.size());
        assertTrue(asked.getLast().contains("bytes="), asked::toString); // of one break all may be lost, not of two
    }

    @Test
    void aBrokenDownloadGoesOnWithoutRanges() throws IOException {
        registry.faults().ignoreRanges();
        registry.faults().breakBlobs(100_000, 2);
        assertArrayEquals(layer, readLayer(repository(), 0));
    }

    @Test
    void aDownloadThatBreaksWithoutProgressFails() {
        registry.faults().breakBlobs(0, 100);
        Internal error = assertThrows(Internal.class, () -> readLayer(repository(), 0));
        assertTrue(error.message().endsWith("EOF"), error.message());
    }

    @Test
    void aStalledDownloadIsGivenUpAndResumed() {
        registry.faults().stall();
        registry.faults().ignoreRanges();
        Internal error = assertThrows(Internal.class, () -> readLayer(repository(), 0));
        assertTrue(error.message().contains("no data for"), error.message());
    }

    @Test
    void aBlobCanBeReadFromAnOffset() throws IOException {
        byte[] rest = readLayer(repository(), 299_000);
        assertEquals(1000, rest.length);
        assertEquals(layer[299_000], rest[0]);
        assertEquals(0, readLayer(repository(), 300_000).length);
    }

    @Test
    void aWrongConfigIsRefused() {
        ManifestContent manifest = repository().manifest(reference("team/app:1.0"));
        registry.faults().corrupt();
        EngineException error = assertThrows(
                EngineException.class,
                () -> repository().blob(manifest.manifest().config()));
        assertTrue(error.message().contains("does not match its digest " + image.config()), error.message());
    }

    @Test
    void aWrongManifestIsRefused() {
        registry.faults().corrupt();
        Reference exact = reference("team/app").withDigest(Digest.parse(image.manifest()));
        EngineException error =
                assertThrows(EngineException.class, () -> repository().manifest(exact));
        assertTrue(error.message().contains("does not match its digest"), error.message());
    }

    @Test
    void aManifestWithoutEndIsRefused() {
        byte[] huge = new byte[Repository.MAX_MANIFEST + 1];
        registry.addManifest("team/app", "huge", MediaTypes.OCI_MANIFEST, huge);
        EngineException error =
                assertThrows(EngineException.class, () -> repository().manifest(reference("team/app:huge")));
        assertTrue(error.message().contains("longer than"), error.message());
    }

    @Test
    void aBlobLongerThanItsDescriptorIsRefused() {
        Descriptor real = lowest();
        Descriptor lying = new Descriptor(real.mediaType(), real.digest(), 1000);
        EngineException error =
                assertThrows(EngineException.class, () -> repository().open(lying, 0, DownloadWatcher.NOBODY));
        assertTrue(error.message().contains("1000 are due"), error.message());
    }

    @Test
    void anonymousTokensAreFetchedOnceAndRenewedWhenRefused() throws IOException {
        registry.gate().require(Gate.Kind.TOKEN);
        Repository repository = repository();
        assertManifest(repository);
        assertArrayEquals(layer, readLayer(repository, 0));
        assertEquals(1, registry.gate().tokensIssued());
        registry.gate().revokeTokens();
        assertArrayEquals(layer, readLayer(repository, 0));
        assertEquals(2, registry.gate().tokensIssued());
    }

    @Test
    void passwordsBuyTokens() {
        registry.gate().require(Gate.Kind.PRIVATE_TOKEN);
        Credentials ada = new Credentials.Basic(Gate.USER, Gate.PASSWORD);
        assertManifest(repository(ada));
        Credentials wrong = new Credentials.Basic(Gate.USER, "guess");
        Unauthorized error =
                assertThrows(Unauthorized.class, () -> repository(wrong).manifest(reference("team/app:1.0")));
        assertEquals("unauthorized: incorrect username or password", error.message());
    }

    @Test
    void identitiesBuyTokensAndAreReplacedWhereTheServerSaysSo() throws IOException {
        registry.gate().require(Gate.Kind.PRIVATE_TOKEN);
        registry.gate().rotateIdentity();
        Repository repository =
                repository(new Credentials.IdentityToken(registry.gate().identity()));
        assertManifest(repository);
        registry.gate().revokeTokens();
        assertArrayEquals(layer, readLayer(repository, 0));
        assertEquals(2, registry.gate().tokensIssued());
        Repository late = repository(new Credentials.IdentityToken("identity"));
        assertThrows(Unauthorized.class, () -> late.manifest(reference("team/app:1.0")));
    }

    @Test
    void basicCredentialsAreShownWhereAskedFor() {
        registry.gate().require(Gate.Kind.BASIC);
        Credentials ada = new Credentials.Basic(Gate.USER, Gate.PASSWORD);
        assertManifest(repository(ada));
        Unauthorized error = assertThrows(Unauthorized.class, () -> repository().manifest(reference("team/app:1.0")));
        assertEquals("Get \"" + registry.base() + "/v2/\": no basic auth credentials", error.message());
    }

    @Test
    void credentialsDoNotFollowRedirectsToAnotherHost() throws IOException {
        try (FakeRegistry storage = FakeRegistry.start()) {
            storage.addBlob(layer);
            // It would let in who shows the user's password, and refuses whoever does not.
            storage.gate().require(Gate.Kind.BASIC);
            registry.gate().require(Gate.Kind.BASIC);
            String digest = image.layers().getFirst().digest();
            registry.redirectBlob(digest, URI.create(storage.base() + "/v2/x/blobs/" + digest + "?secret=1"));
            Credentials ada = new Credentials.Basic(Gate.USER, Gate.PASSWORD);
            EngineException error = assertThrows(EngineException.class, () -> readLayer(repository(ada), 0));
            assertEquals("unauthorized: authentication required", error.message());
            RegistryFailure failure = assertInstanceOf(RegistryFailure.class, error.getCause());
            assertEquals(storage.base() + "/v2/x/blobs/" + digest, failure.url());
        }
    }

    @Test
    void redirectsToStorageAreFollowed() throws IOException {
        try (FakeRegistry storage = FakeRegistry.start()) {
            storage.addBlob(layer);
            String digest = image.layers().getFirst().digest();
            registry.redirectBlob(digest, URI.create(storage.base() + "/v2/x/blobs/" + digest));
            registry.faults().breakBlobs(1, 0);
            storage.faults().breakBlobs(5000, 1);
            assertArrayEquals(layer, readLayer(repository(), 0));
        }
    }

    @Test
    void redirectsWithoutEndAreRefused() {
        String digest = image.layers().getFirst().digest();
        registry.redirectBlob(digest, URI.create(registry.base() + "/v2/team/app/blobs/" + digest));
        EngineException error = assertThrows(EngineException.class, () -> readLayer(repository(), 0));
        assertEquals("stopped after 10 redirects", error.message());
    }

    @Test
    void mirrorsComeFirstAndDeadOnesAreSkipped() throws IOException {
        int dead;
        try (ServerSocket socket = new ServerSocket(0)) {
            dead = socket.getLocalPort();
        }
        SampleImage hub = SampleImage.publish(registry, "library/app", "latest", List.of(Layer.plain(layer)));
        List<URI> mirrors = List.of(URI.create("http://127.0.0.1:" + dead), URI.create(registry.base()));
        RegistrySettings settings = new RegistrySettings(mirrors, List.of(), SHORT, "djong-test");
        try (RegistryClient mirrored = new RegistryClient(settings, InstantSource.system())) {
            Reference app = Reference.parse("app").orLatest();
            Repository repository = mirrored.repository(app, Credentials.ANONYMOUS);
            assertEquals(
                    hub.manifest(),
                    repository.manifest(app).descriptor().digest().toString());
        }
    }

    @Test
    void anInterruptEndsADownload() throws Exception {
        registry.faults().hang();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread reader = Thread.startVirtualThread(() -> {
            try {
                repository().manifest(reference("team/app:1.0"));
                outcome.complete(new AssertionError("no answer was due"));
            } catch (RuntimeException e) {
                outcome.complete(e);
            }
        });
        Await.until(
                "the request arrives",
                Duration.ofSeconds(20),
                () -> !registry.requests().isEmpty());
        reader.interrupt();
        assertInstanceOf(Cancelled.class, outcome.get());
    }

    @Test
    void secretsDoNotShowInText() {
        assertEquals("Basic[user=ada, password=***]", new Credentials.Basic("ada", "lovelace").toString());
        assertEquals("IdentityToken[***]", new Credentials.IdentityToken("t").toString());
        assertEquals("RegistryToken[***]", new Credentials.RegistryToken("t").toString());
    }
}
