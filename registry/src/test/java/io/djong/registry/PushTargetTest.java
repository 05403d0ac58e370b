package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import io.djong.model.image.Descriptor;
import io.djong.model.image.MediaTypes;
import io.djong.registry.PushTarget.Existed;
import io.djong.registry.PushTarget.Mounted;
import io.djong.registry.PushTarget.Outcome;
import io.djong.registry.PushTarget.Uploaded;
import io.djong.registry.RegistrySettings.Patience;
import io.djong.testkit.registry.FakeRegistry;
import io.djong.testkit.registry.Gate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PushTargetTest {
    private static final int SIZE = 3_000_000;
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            5,
            Duration.ofMillis(1),
            Duration.ofMillis(2));

    private final byte[] layer = new byte[SIZE];
    private FakeRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void start() throws IOException {
        registry = FakeRegistry.start();
        new Random(7).nextBytes(layer);
        client = new RegistryClient(
                new RegistrySettings(List.of(), List.of(), SHORT, "djong-test"), InstantSource.system());
    }

    @AfterEach
    void close() {
        client.close();
        registry.close();
    }

    private Outcome push(byte[] blob, List<String> others, Credentials credentials) {
        Reference target = Reference.parse(registry.authority() + "/team/app:1.0");
        return client.target(target, others, credentials)
                .ensure(descriptor(blob), others, offset -> from(blob, offset), UploadWatcher.NOBODY);
    }

    private static InputStream from(byte[] blob, long offset) throws IOException {
        InputStream in = new ByteArrayInputStream(blob);
        in.skipNBytes(offset);
        return in;
    }

    private void assertUploads() throws IOException {
        assertInstanceOf(Uploaded.class, push(layer, List.of(), Credentials.ANONYMOUS));
        assertIsThere();
    }

    private void assertIsThere() throws IOException {
        Reference source = Reference.parse(registry.authority() + "/team/app:1.0");
        try (InputStream in =
                client.repository(source, Credentials.ANONYMOUS).open(descriptor(layer), 0, DownloadWatcher.NOBODY)) {
            assertArrayEquals(layer, in.readAllBytes());
        }
    }

    private static Descriptor descriptor(byte[] blob) {
        return new Descriptor(MediaTypes.OCI_LAYER, Digest.sha256(blob), blob.length);
    }

    /** The ranges of all requests that brought a part of a blob; empty for one that brought all there was. */
    private List<String> sent() {
        return registry.requests().stream()
                .filter(request -> request.startsWith("PATCH "))
                .map(request -> request.substring(request.lastIndexOf('/') + 1).replaceFirst("^upload-[0-9]+ ?", ""))
                .toList();
    }

    private long requests(String start) {
        return registry.requests().stream()
                .filter(request -> request.startsWith(start))
                .count();
    }

    @Test
    void aSmallBlobIsSentWithOneRequest() {
        byte[] small = new byte[1000];
        assertInstanceOf(Uploaded.class, push(small, List.of(), Credentials.ANONYMOUS));
        assertEquals(List.of(), sent());
        assertEquals(1, requests("PUT "));
        assertInstanceOf(Existed.class, push(small, List.of(), Credentials.ANONYMOUS));
        assertEquals(1, requests("PUT "));
    }

    @Test
    void aBrokenUploadGoesOnWhereItBroke() throws IOException {
        registry.faults().breakUploads(1_000_000, 2);
        assertUploads();
        assertEquals(List.of("", "1000000-2999999", "2000000-2999999"), sent());
    }

    @Test
    void anUploadThatTheRegistryForgotBeginsAnew() throws IOException {
        registry.faults().breakUploads(1_000_000, 1);
        registry.faults().forgetAtBreaks();
        assertUploads();
        assertEquals(2, requests("POST "));
        assertEquals(List.of("", ""), sent());
    }

    @Test
    void whereOnlyTheLastAnswerIsLostNothingIsSentAgain() throws IOException {
        registry.faults().loseAnswers(1);
        assertUploads();
        assertEquals(1, requests("POST "));
        assertEquals(List.of(""), sent());
    }

    @Test
    void anUploadThatBreaksWithoutProgressFails() {
        registry.faults().breakUploads(0, 1000);
        EngineException error =
                assertThrows(EngineException.class, () -> push(layer, List.of(), Credentials.ANONYMOUS));
        assertEquals(
                RegistryFailure.Kind.BROKEN,
                assertInstanceOf(RegistryFailure.class, error.getCause()).kind());
        assertEquals(5, sent().size());
    }

    @Test
    void aTokenThatExpiresInTheMiddleIsRenewed() throws IOException {
        registry.gate().require(Gate.Kind.PRIVATE_TOKEN);
        registry.faults().breakUploads(1_000_000, 2);
        registry.faults().expireTokensAtBreaks();
        Credentials known = new Credentials.Basic(Gate.USER, Gate.PASSWORD);
        assertInstanceOf(Uploaded.class, push(layer, List.of(), known));
        assertEquals(3, registry.gate().tokensIssued());
        assertEquals(List.of("", "1000000-2999999", "2000000-2999999"), sent());
        registry.gate().require(Gate.Kind.OPEN);
        assertIsThere();
    }

    @Test
    void whoTakesNotAllAtOnceGetsPieces() throws IOException {
        registry.faults().takeAtMost(1 << 20);
        assertUploads();
        assertEquals(
                List.of("0-1048575", "1048576-2097151", "2097152-2999999"),
                sent().subList(sent().size() - 3, sent().size()));
    }

    @Test
    void whoTakesNextToNothingIsToldOfInPlainWords() {
        registry.faults().takeAtMost(1000);
        EngineException error =
                assertThrows(EngineException.class, () -> push(layer, List.of(), Credentials.ANONYMOUS));
        assertEquals(
                "the registry, or a proxy in front of it, does not take that much at a time:"
                        + " 413 Request Entity Too Large",
                error.message());
    }

    @Test
    void aBlobIsTakenFromAnotherRepositoryOrElseSentInTheUploadThatIsBegun() throws IOException {
        assertInstanceOf(Uploaded.class, push(layer, List.of("team/other"), Credentials.ANONYMOUS));
        assertEquals(1, requests("POST "));
        assertIsThere();
        registry.hideFromHead(descriptor(layer).digest().toString());
        Mounted mounted = assertInstanceOf(Mounted.class, push(layer, List.of("team/other"), Credentials.ANONYMOUS));
        assertEquals("team/other", mounted.from());
        assertTrue(registry.requests().getLast().startsWith("POST "));
    }
}
