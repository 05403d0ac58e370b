package io.djong.distribution.mirror;

import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.distribution.Caller;
import io.djong.distribution.MirrorServer;
import io.djong.http.ListenAddress;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.image.ImageConfig;
import io.djong.model.json.Json;
import io.djong.store.content.ContentStore;
import io.djong.store.db.Database;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.ImageStore;
import io.djong.store.lease.Lease;
import io.djong.store.lease.Leases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MirrorServerTest {
    private static final byte[] CONFIG = bytes(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":" + "{\"type\":\"layers\",\"diff_ids\":[]}}");

    @TempDir
    Path directory;

    private Database database;
    private MirrorServer server;
    private Caller client;
    private Digest manifest;

    @BeforeEach
    void serve() throws IOException {
        database = Database.open(
                directory.resolve("state.db"), List.of(Leases.SCHEMA, ContentStore.SCHEMA, ImageStore.SCHEMA));
        ContentStore content = new ContentStore(directory, database, InstantSource.system());
        ImageStore images = new ImageStore(database);
        try (Lease lease = new Leases(database, InstantSource.system(), "test").open("test", Duration.ofMinutes(1))) {
            Digest config = content.put(lease, "", CONFIG).digest();
            Digest layer = content.put(lease, "", bytes("layer")).digest();
            manifest = content.put(lease, "", Caller.manifest(config, CONFIG.length, layer, 5, ""))
                    .digest();
            add(images, "busybox:v1", config, layer);
            add(images, "ghcr.io/some/app:v2", config, layer);
        }
        server = new MirrorServer(
                new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                images,
                content,
                InstantSource.system());
        server.start();
        client = new Caller(server.bound());
    }

    private void add(ImageStore images, String name, Digest config, Digest layer) {
        ImageRecord record = new ImageRecord(
                config,
                manifest,
                null,
                List.of(layer),
                List.of(),
                0,
                Json.read(CONFIG, ImageConfig.class),
                null,
                Instant.now());
        database.write(tx -> {
            images.put(tx, record);
            return images.tag(tx, Reference.parse(name), config);
        });
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        database.close();
    }

    @Test
    void whatTheEngineHasIsServed() {
        for (String name : List.of("v1", manifest.toString())) {
            assertEquals(
                    manifest,
                    Digest.sha256(
                            client.get("/v2/library/busybox/manifests/" + name).body()));
        }
        Digest layer = Digest.sha256(bytes("layer"));
        assertEquals("layer", client.get("/v2/library/busybox/blobs/" + layer).text());
        assertEquals("5", client.head("/v2/library/busybox/blobs/" + layer).header("Content-Length"));
        assertEquals(
                "ye",
                client.get("/v2/library/busybox/blobs/" + layer, "Range", "bytes=2-3")
                        .text());
        assertEquals(List.of("v1"), client.get("/v2/library/busybox/tags/list").list("tags"));
        assertEquals(
                List.of("ghcr.io/some/app", "library/busybox"),
                client.get("/v2/_catalog").list("repositories"));
    }

    @Test
    void anotherRegistrysImagesAreNamedWithIt() {
        expect(200, client.get("/v2/ghcr.io/some/app/manifests/v2"));
        expect(200, client.get("/v2/some/app/manifests/v2?ns=ghcr.io"));
        expect(200, client.get("/v2/library/busybox/manifests/v1?ns=docker.io"));
        expect(404, client.get("/v2/some/app/manifests/v2"));
        expect(404, client.get("/v2/some/app/manifests/v2?ns=quay.io"));
        expect(400, client.get("/v2/some/app/manifests/v2?ns=../.."));
    }

    @Test
    void whatItDoesNotHaveIsNotFound() {
        Digest nobody = Digest.sha256(bytes("nobody"));
        expect(404, client.get("/v2/library/busybox/manifests/v2"));
        expect(404, client.get("/v2/library/busybox/manifests/" + nobody));
        expect(404, client.get("/v2/library/busybox/manifests/" + Digest.sha256(bytes("layer"))));
        expect(404, client.get("/v2/library/busybox/blobs/" + nobody));
        expect(404, client.get("/v2/library/nothing/tags/list"));
    }

    @Test
    void nothingIsPushedOrDeleted() {
        expect(405, client.post("/v2/library/busybox/blobs/uploads/"));
        expect(405, client.delete("/v2/library/busybox/manifests/v1"));
        expect(405, client.delete("/v2/library/busybox/blobs/" + Digest.sha256(bytes("layer"))));
        expect(405, client.call("PUT", "/v2/library/busybox/manifests/v1", bytes("{}")));
    }
}
