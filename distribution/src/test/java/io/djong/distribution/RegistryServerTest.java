package io.djong.distribution;

import static io.djong.distribution.Caller.OCI_INDEX;
import static io.djong.distribution.Caller.OCI_MANIFEST;
import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.distribution.Caller.Reply;
import io.djong.distribution.catalog.Quota;
import io.djong.model.Digest;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryServerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path root;

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("blobs/sha256"))) {
            return files.count();
        }
    }

    private static String manifest(String repository, Object name) {
        return "/v2/" + repository + "/manifests/" + name;
    }

    private static String blob(String repository, Digest digest) {
        return "/v2/" + repository + "/blobs/" + digest;
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        Digest image;
        try (Served one = Served.start(root)) {
            image = one.client().image("app", "v1", "layer");
        }
        try (Served again = Served.start(root)) {
            assertEquals(
                    image,
                    Digest.sha256(again.client().get(manifest("app", "v1")).body()));
            expect(200, again.client().get(blob("app", Digest.sha256(bytes("layer")))));
        }
    }

    @Test
    void anUploadGoesOnAfterARestart() throws Exception {
        String place;
        try (Served one = Served.start(root)) {
            place = one.client().begin("app");
            expect(202, one.client().call("PATCH", place, bytes("first half, ")));
        }
        try (Served again = Served.start(root)) {
            Reply status = again.client().get(place);
            expect(204, status);
            assertEquals("0-11", status.header("Range"));
            expect(202, again.client().call("PATCH", place, bytes("second"), "Content-Range", "12-17"));
            Digest digest = Digest.sha256(bytes("first half, second half"));
            expect(201, again.client().call("PUT", place + "?digest=" + digest, bytes(" half")));
            assertEquals(
                    "first half, second half",
                    again.client().get(blob("app", digest)).text());
        }
    }

    @Test
    void aBodyThatBreaksOffLeavesWhatCame() throws Exception {
        try (Served one = Served.start(root)) {
            String place = one.client().begin("app");
            InetSocketAddress address = (InetSocketAddress) one.server().bound().getFirst();
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                socket.getOutputStream()
                        .write(("PATCH " + place + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nfirst")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                byte[] _ = socket.getInputStream().readAllBytes();
            }
            assertEquals("0-4", one.client().get(place).header("Range"));
            Digest digest = Digest.sha256(bytes("first second"));
            expect(201, one.client().call("PUT", place + "?digest=" + digest, bytes(" second")));
        }
    }

    @Test
    void theNewestRequestHasAnUpload() throws Exception {
        try (Served one = Served.start(root)) {
            String place = one.client().begin("app");
            InetSocketAddress address = (InetSocketAddress) one.server().bound().getFirst();
            try (Socket stuck = new Socket(address.getAddress(), address.getPort())) {
                stuck.getOutputStream()
                        .write(("PATCH " + place + " HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nfirst")
                                .getBytes(StandardCharsets.US_ASCII));
                while (!one.client().get(place).header("Range").equals("0-4")) {
                    Thread.onSpinWait();
                }
                expect(202, one.client().call("PATCH", place, bytes(" second"), "Content-Range", "5-11"));
                stuck.getOutputStream().write(bytes(" zombie"));
                String answer = new String(stuck.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                assertEquals("HTTP/1.1 400", answer);
            }
            Digest digest = Digest.sha256(bytes("first second"));
            expect(201, one.client().call("PUT", place + "?digest=" + digest, new byte[0]));
        }
    }

    @Test
    void aSecondServerOnTheSameStorageIsRefused() throws Exception {
        try (Served _ = Served.start(root)) {
            IOException e = assertThrows(IOException.class, () -> Served.start(root));
            assertEquals("another registry is using " + root, e.getMessage());
        }
    }

    @Test
    void whatIsDeletedIsCollected() throws Exception {
        try (Served one = Served.hasty(root, Duration.ZERO)) {
            Digest image = one.client().image("app", "v1", "layer");
            Digest other = one.client().image("app", "v2", "other layer");
            assertEquals(0, one.server().collect());
            assertEquals(6, blobs());
            expect(202, one.client().delete(manifest("app", image)));
            one.server().collect();
            assertEquals(3, blobs());
            expect(404, one.client().get(blob("app", Digest.sha256(bytes("layer")))));
            expect(200, one.client().get(manifest("app", other)));
            expect(202, one.client().delete(manifest("app", "v2")));
            one.server().collect();
            assertEquals(0, blobs());
            assertEquals(List.of(), one.client().get("/v2/_catalog").list("repositories"));
        }
    }

    @Test
    void whatAnOverwrittenTagHadIsCollected() throws Exception {
        try (Served one = Served.hasty(root, Duration.ZERO)) {
            Digest old = one.client().image("app", "latest", "old");
            one.client().image("app", "latest", "new");
            expect(200, one.client().get(manifest("app", old)));
            one.server().collect();
            expect(404, one.client().get(manifest("app", old)));
            expect(200, one.client().get(manifest("app", "latest")));
            assertEquals(3, blobs());
        }
    }

    @Test
    void whatAnIndexAndAnArtifactNeedStays() throws Exception {
        try (Served one = Served.hasty(root, Duration.ZERO)) {
            Caller client = one.client();
            Digest image = client.image("app", "tmp", "layer");
            int size = client.get(manifest("app", "tmp")).body().length;
            expect(
                    201,
                    client.call(
                            "PUT",
                            manifest("app", "all"),
                            Caller.index(Map.of(image, size)),
                            "Content-Type",
                            OCI_INDEX));
            Digest artifact = client.artifact("app", image, "application/signature", "x");
            expect(202, client.delete(manifest("app", "tmp")));
            one.server().collect();
            expect(200, client.get(manifest("app", image)));
            expect(200, client.get(manifest("app", artifact)));
            expect(202, client.delete(manifest("app", "all")));
            for (int i = 0; i < 3; i++) {
                one.server().collect();
            }
            expect(404, client.get(manifest("app", image)));
            expect(404, client.get(manifest("app", artifact)));
            assertEquals(0, blobs());
        }
    }

    @Test
    void whatWasPushedByItsDigestStays() throws Exception {
        try (Served one = Served.hasty(root, Duration.ZERO)) {
            one.client().image("app", "v1", "layer");
            byte[] manifest = one.client().get(manifest("app", "v1")).body();
            Digest config = one.client().push("byname", bytes("{\"of\":\"layer\"}"));
            Digest layer = one.client().push("byname", bytes("layer"));
            Digest digest = Digest.sha256(manifest);
            expect(201, one.client().call("PUT", manifest("byname", digest), manifest, "Content-Type", OCI_MANIFEST));
            one.server().collect();
            expect(200, one.client().get(manifest("byname", digest)));
            expect(200, one.client().get(blob("byname", config)));
            expect(200, one.client().get(blob("byname", layer)));
        }
    }

    @Test
    void aBlobThatSomebodyAskedForWaitsForItsManifest() throws Exception {
        try (Served one = Served.hasty(root, HOUR)) {
            Digest digest = one.client().push("app", bytes("waits"));
            one.server().collect();
            expect(200, one.client().head(blob("app", digest)));
        }
    }

    /** Clients push the same few layers into few repositories and delete again, while it is collected all the time. */
    @Test
    void pushesAndCollectionsDoNotMeet() throws Exception {
        try (Served one = Served.hasty(root, Duration.ofSeconds(20))) {
            CountDownLatch pushed = new CountDownLatch(4);
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            for (int number = 0; number < 4; number++) {
                int mine = number;
                Thread _ = Thread.startVirtualThread(() -> {
                    try (Caller client = new Caller(one.server().bound().getFirst())) {
                        for (int round = 0; round < 25; round++) {
                            String repository = "app" + mine % 2;
                            String tag = "t" + mine;
                            Digest image = client.image(repository, tag, "layer" + round % 3);
                            expect(200, client.get(blob(repository, Digest.sha256(bytes("layer" + round % 3)))));
                            if (round % 2 == 0) {
                                expect(202, client.delete(manifest(repository, tag)));
                            } else {
                                assertEquals(
                                        image,
                                        Digest.sha256(client.get(manifest(repository, tag))
                                                .body()));
                            }
                        }
                    } catch (AssertionError | RuntimeException e) {
                        failures.add(e);
                    } finally {
                        pushed.countDown();
                    }
                });
            }
            while (pushed.getCount() > 0) {
                one.server().collect();
            }
            assertTrue(failures.isEmpty(), failures::toString);
        }
    }

    @Test
    void aQuotaIsNotExceeded() throws Exception {
        try (Served one = Served.hasty(root, HOUR, new Quota("team", 100), new Quota("", 1_000))) {
            one.client().push("team/a", bytes("x".repeat(60)));
            String place = one.client().begin("team/b");
            Reply refused = one.client().call("PATCH", place, bytes("y".repeat(60)));
            expect(403, refused);
            assertEquals("DENIED", refused.code());
            assertTrue(refused.text().contains("quota exceeded: team may have 100 bytes"), refused.text());
            one.client().push("teams", bytes("z".repeat(60)));
            one.client().push("team/b", bytes("y".repeat(30)));
            expect(403, one.client().call("PATCH", one.client().begin("other"), bytes("w".repeat(900))));
            expect(202, one.client().delete(blob("team/a", Digest.sha256(bytes("x".repeat(60))))));
            one.client().push("team/b", bytes("v".repeat(60)));
        }
    }

    @Test
    void aReadOnlyRegistryChangesNothing() throws Exception {
        try (Served one = Served.start(root)) {
            one.client().image("app", "v1", "layer");
        }
        try (Served one = Served.readOnly(root)) {
            expect(200, one.client().get(manifest("app", "v1")));
            for (Reply reply : List.of(
                    one.client().post("/v2/app/blobs/uploads/"),
                    one.client().delete(manifest("app", "v1")),
                    one.client().call("PUT", manifest("app", "v2"), bytes("{}")))) {
                expect(405, reply);
                assertEquals("UNSUPPORTED", reply.code());
            }
            expect(404, one.client().get("/metrics"));
        }
    }

    @Test
    void requestsAreCountedAndLogged() throws Exception {
        List<String> lines = new ArrayList<>();
        try (Served one = Served.start(Served.settings(root), entry -> lines.add(entry.line()))) {
            one.client().image("app", "v1", "layer");
            expect(404, one.client().get(manifest("app", "v2"), "User-Agent", "a \"test\""));
            String text = one.client().get("/metrics").text();
            assertTrue(
                    text.contains(
                            "djong_registry_http_requests_total{kind=\"manifest\",method=\"GET\",status=\"404\"} 1\n"),
                    text);
            assertTrue(text.contains("djong_registry_tags 1\n"), text);
            assertTrue(text.contains("djong_registry_http_request_duration_seconds_count{kind=\"upload\"} 6\n"), text);
        }
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith("127.0.0.1 - - [")
                                && line.contains("] \"GET /v2/app/manifests/v2\" 404 0 \"a ?test?\" ")),
                lines::toString);
    }

    @Test
    void aDamagedStorageIsNotServedAsIfItWereWhole() throws Exception {
        try (Served one = Served.start(root)) {
            Digest image = one.client().image("app", "v1", "layer");
            Files.writeString(root.resolve("blobs/sha256").resolve(image.hex()), "{}");
            expect(500, one.client().get(manifest("app", "v1")));
            Files.delete(root.resolve("blobs/sha256").resolve(image.hex()));
            expect(404, one.client().get(manifest("app", "v1")));
        }
        Files.writeString(root.resolve("registry.db"), "no database");
        assertThrows(EngineException.class, () -> Served.start(root));
    }
}
