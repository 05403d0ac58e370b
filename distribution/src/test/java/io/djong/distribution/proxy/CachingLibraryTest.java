package io.djong.distribution.proxy;

import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.distribution.Caller;
import io.djong.distribution.Caller.Reply;
import io.djong.distribution.Served;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.registry.RegistryClient;
import io.djong.registry.RegistrySettings;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CachingLibraryTest {
    @TempDir
    Path directory;

    private static String host(Served registry) {
        return "localhost:" + ((InetSocketAddress) registry.server().bound().getFirst()).getPort();
    }

    private Served cache(Duration fresh, String prefix, Served origin) throws Exception {
        RegistryClient client = new RegistryClient(RegistrySettings.defaults(), InstantSource.system());
        return Served.caching(
                directory.resolve("cache"),
                new Upstreams(List.of(new Upstream(prefix, host(origin))), client, Map.of(), fresh));
    }

    private static String manifest(String repository, Object name) {
        return "/v2/" + repository + "/manifests/" + name;
    }

    private static String blob(String repository, byte[] blob) {
        return "/v2/" + repository + "/blobs/" + Digest.sha256(blob);
    }

    @Test
    void whatAnotherRegistryHasIsHadOverAndOver() throws Exception {
        byte[] layer = bytes("layer");
        try (Served origin = Served.start(directory.resolve("origin"));
                Served cache = cache(Duration.ofMinutes(5), "far", origin)) {
            Digest image = origin.client().image("some/app", "v1", "layer");
            Caller client = cache.client();
            expect(404, client.get(blob("far/some/app", layer)));
            Reply head = client.head(manifest("far/some/app", "v1"));
            expect(200, head);
            assertEquals(image.toString(), head.header("Docker-Content-Digest"));
            expect(200, client.get(manifest("far/some/app", "v1")));
            expect(200, client.head(blob("far/some/app", layer)));
            assertEquals("layer", client.get(blob("far/some/app", layer)).text());
            assertEquals(
                    "yer",
                    client.get(blob("far/some/app", layer), "Range", "bytes=2-").text());
            expect(404, client.get(manifest("far/some/app", "v2")));
            expect(404, client.get(manifest("some/app", "v1")));
            assertEquals(List.of("v1"), client.get("/v2/far/some/app/tags/list").list("tags"));
            origin.server().close();
            expect(200, client.get(manifest("far/some/app", "v1")));
            expect(200, client.get(manifest("far/some/app", image)));
            assertEquals("layer", client.get(blob("far/some/app", layer)).text());
            expect(503, client.get(manifest("far/some/app", "v2")));
            expect(503, client.get(manifest("far/other", "v1")));
        }
    }

    @Test
    void aTagIsLookedUpAgainOnceItIsNotFresh() throws Exception {
        try (Served origin = Served.start(directory.resolve("origin"));
                Served cache = cache(Duration.ZERO, "", origin)) {
            Digest old = origin.client().image("app", "latest", "old");
            assertEquals(
                    old,
                    Digest.sha256(cache.client().get(manifest("app", "latest")).body()));
            Digest now = origin.client().image("app", "latest", "new");
            assertEquals(
                    now,
                    Digest.sha256(cache.client().get(manifest("app", "latest")).body()));
            expect(202, origin.client().delete(manifest("app", "latest")));
            expect(404, cache.client().get(manifest("app", "latest")));
        }
    }

    @Test
    void tagsAreThoseOfTheOtherRegistry() throws Exception {
        try (Served origin = Served.start(directory.resolve("origin"));
                Served cache = cache(Duration.ZERO, "far", origin)) {
            for (String tag : List.of("v2", "v10", "v1")) {
                origin.client().image("app", tag, "layer");
            }
            Caller client = cache.client();
            Reply page = client.get("/v2/far/app/tags/list?n=2");
            assertEquals(List.of("v1", "v10"), page.list("tags"));
            assertTrue(page.header("Link").startsWith("</v2/far/app/tags/list?n=2&last=v10>"), page.header("Link"));
            assertEquals(
                    List.of("v2"),
                    client.get("/v2/far/app/tags/list?n=2&last=v10").list("tags"));
            expect(404, client.get("/v2/far/other/tags/list"));
            expect(200, client.get(manifest("far/app", "v1")));
            origin.server().close();
            assertEquals(List.of("v1"), client.get("/v2/far/app/tags/list").list("tags"));
            expect(503, client.get("/v2/far/other/tags/list"));
        }
    }

    @Test
    void whatIsHereWillDoWhereNobodyCanBeAsked() throws Exception {
        try (Served origin = Served.start(directory.resolve("origin"));
                Served cache = cache(Duration.ZERO, "", origin)) {
            Digest image = origin.client().image("app", "latest", "layer");
            expect(200, cache.client().get(manifest("app", "latest")));
            origin.server().close();
            Reply stale = cache.client().get(manifest("app", "latest"));
            assertEquals(image, Digest.sha256(stale.body()));
            assertTrue(cache.client().get("/metrics").text().contains("djong_registry_stale_total 1\n"));
        }
    }

    @Test
    void aBlobThatManyWantIsFetchedOnce() throws Exception {
        byte[] layer = new byte[3 << 20];
        new Random(7).nextBytes(layer);
        try (Served origin = Served.start(directory.resolve("origin"));
                Served cache = cache(Duration.ofMinutes(5), "", origin);
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Digest digest = origin.client().push("app", layer);
            Digest config = origin.client().push("app", bytes("{}"));
            expect(
                    201,
                    origin.client()
                            .call(
                                    "PUT",
                                    manifest("app", "v1"),
                                    Caller.manifest(config, 2, digest, layer.length, ""),
                                    "Content-Type",
                                    Caller.OCI_MANIFEST));
            expect(200, cache.client().get(manifest("app", "v1")));
            Callable<byte[]> pull = () -> cache.client().get(blob("app", layer)).body();
            List<Future<byte[]>> pulls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                pulls.add(clients.submit(pull));
            }
            for (Future<byte[]> one : pulls) {
                assertArrayEquals(layer, one.get());
            }
            assertTrue(cache.client().get("/metrics").text().contains("djong_registry_fetched_total 2\n"));
        }
    }

    @Test
    void whatIsNotWhatItsDigestSaysIsNotKept() throws Exception {
        Path root = directory.resolve("origin");
        try (Served origin = Served.start(root);
                Served cache = cache(Duration.ofMinutes(5), "", origin)) {
            origin.client().image("app", "v1", "layer");
            Files.writeString(
                    root.resolve("blobs/sha256")
                            .resolve(Digest.sha256(bytes("layer")).hex()),
                    "wrong");
            expect(200, cache.client().get(manifest("app", "v1")));
            assertEquals(
                    "wrong", cache.client().get(blob("app", bytes("layer"))).text());
            Files.writeString(
                    root.resolve("blobs/sha256")
                            .resolve(Digest.sha256(bytes("layer")).hex()),
                    "layer");
            assertEquals(
                    "layer", cache.client().get(blob("app", bytes("layer"))).text());
        }
    }

    @Test
    void nothingIsPushedToACache() throws Exception {
        try (Served origin = Served.start(directory.resolve("origin"));
                Served cache = cache(Duration.ofMinutes(5), "far", origin)) {
            Reply refused = cache.client().post("/v2/far/app/blobs/uploads/");
            expect(405, refused);
            assertTrue(refused.text().contains("far/app is a cache of another registry's repository"));
            cache.client().image("own/app", "v1", "layer");
        }
    }

    @Test
    void repositoriesBelongToTheLongestPrefix() {
        Upstreams all = new Upstreams(
                List.of(new Upstream("", "docker.io"), new Upstream("ghcr", "ghcr.io")),
                new RegistryClient(RegistrySettings.defaults(), InstantSource.system()),
                Map.of(),
                Duration.ZERO);
        assertEquals(
                "docker.io/library/busybox",
                all.origin(new RepositoryName("busybox")).orElseThrow().name());
        assertEquals(
                "docker.io/some/app",
                all.origin(new RepositoryName("some/app")).orElseThrow().name());
        assertEquals(
                "ghcr.io/some/app",
                all.origin(new RepositoryName("ghcr/some/app")).orElseThrow().name());
        assertThrows(InvalidArgument.class, () -> new Upstream("x", "nohost"));
        all.client().close();
    }
}
