package io.djong.distribution;

import static io.djong.distribution.Caller.OCI_INDEX;
import static io.djong.distribution.Caller.OCI_MANIFEST;
import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.distribution.Caller.Reply;
import io.djong.distribution.access.Guard;
import io.djong.distribution.metrics.AccessLog;
import io.djong.http.ListenAddress;
import io.djong.model.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the OCI distribution specification, version 1.1, asks of a registry, by its four categories: pull, push, content
 * discovery, content management.
 */
@Timeout(60)
class ConformanceTest {
    private static final Digest NOBODY = Digest.sha256(bytes("nobody has this"));

    private static RegistryServer server;
    private static Caller client;

    @BeforeAll
    static void serve(@TempDir Path directory) throws IOException {
        var any = new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = RegistryServer.open(
                ServerSettings.of(directory, List.of(any)), Guard.OPEN, AccessLog.NONE, InstantSource.system());
        server.start();
        client = new Caller(server.bound().getFirst());
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
    }

    /** One thing that the specification asks for, tried in a repository of its own. */
    private record Row(String says, Trial trial) {}

    @FunctionalInterface
    private interface Trial {
        void in(String repository) throws Exception;
    }

    private static Row row(String says, Trial trial) {
        return new Row(says, trial);
    }

    private static Stream<DynamicTest> tests(String area, Row... rows) {
        return Stream.of(rows)
                .map(row -> DynamicTest.dynamicTest(
                        area + ": " + row.says,
                        () -> row.trial.in(area + "/" + Integer.toHexString(row.says.hashCode()))));
    }

    @TestFactory
    Stream<DynamicTest> pullingBlobs() {
        return tests(
                "pull",
                row("the base says that the protocol is spoken", r -> {
                    Reply reply = client.get("/v2/");
                    expect(200, reply);
                    assertEquals("registry/2.0", reply.header("Docker-Distribution-API-Version"));
                }),
                row("a blob is told by HEAD", r -> {
                    Digest digest = client.push(r, bytes("blob"));
                    Reply reply = client.head(blob(r, digest));
                    expect(200, reply);
                    assertEquals("4", reply.header("Content-Length"));
                    assertEquals(digest.toString(), reply.header("Docker-Content-Digest"));
                }),
                row("a blob is given by GET", r -> {
                    Digest digest = client.push(r, bytes("blob"));
                    assertEquals("blob", client.get(blob(r, digest)).text());
                }),
                row("a blob that is not there is 404", r -> {
                    expect(404, client.head(blob(r, NOBODY)));
                    assertEquals("BLOB_UNKNOWN", client.get(blob(r, NOBODY)).code());
                }),
                row("a blob of another repository is 404", r -> {
                    Digest digest = client.push(r, bytes("not for all"));
                    expect(404, client.get(blob(r + "/other", digest)));
                }),
                row("a range of a blob is 206", r -> {
                    Digest digest = client.push(r, bytes("0123456789"));
                    Reply reply = client.get(blob(r, digest), "Range", "bytes=2-4");
                    expect(206, reply);
                    assertEquals("234", reply.text());
                    assertEquals("bytes 2-4/10", reply.header("Content-Range"));
                    assertEquals(
                            "789",
                            client.get(blob(r, digest), "Range", "bytes=7-").text());
                    assertEquals(
                            "89",
                            client.get(blob(r, digest), "Range", "bytes=-2").text());
                    assertEquals(
                            "9",
                            client.get(blob(r, digest), "Range", "bytes=9-99").text());
                }),
                row("a range past the end is 416", r -> {
                    Digest digest = client.push(r, bytes("0123456789"));
                    Reply reply = client.get(blob(r, digest), "Range", "bytes=10-");
                    expect(416, reply);
                    assertEquals("bytes */10", reply.header("Content-Range"));
                    expect(200, client.get(blob(r, digest), "Range", "bytes=9-2"));
                    expect(200, client.get(blob(r, digest), "Range", "lines=1-2"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> pullingManifests() {
        return tests(
                "pull",
                row("a manifest is given by tag and by digest", r -> {
                    Digest digest = client.image(r, "v1", "layer");
                    for (String name : List.of("v1", digest.toString())) {
                        Reply reply = client.get(manifest(r, name));
                        expect(200, reply);
                        assertEquals(OCI_MANIFEST, reply.header("Content-Type"));
                        assertEquals(digest.toString(), reply.header("Docker-Content-Digest"));
                        assertEquals(digest, Digest.sha256(reply.body()));
                        Reply head = client.head(manifest(r, name));
                        expect(200, head);
                        assertEquals(reply.header("Content-Length"), head.header("Content-Length"));
                        assertEquals(digest.toString(), head.header("Docker-Content-Digest"));
                    }
                }),
                row("a manifest that is not there is 404", r -> {
                    client.image(r, "v1", "layer");
                    assertEquals(
                            "MANIFEST_UNKNOWN", client.get(manifest(r, "v2")).code());
                    expect(404, client.head(manifest(r, "v2")));
                    expect(404, client.get(manifest(r, NOBODY.toString())));
                    expect(404, client.get(manifest("no/such/repository", "v1")));
                }),
                row("what the client has already is 304", r -> {
                    client.image(r, "v1", "layer");
                    String tag = client.get(manifest(r, "v1")).header("ETag");
                    expect(304, client.get(manifest(r, "v1"), "If-None-Match", tag));
                }),
                row("a client that knows no indexes gets the image of the first platform", r -> {
                    Digest image = client.image(r, "image", "layer");
                    int size = client.get(manifest(r, "image")).body().length;
                    expect(201, put(r, "all", Caller.index(Map.of(image, size)), OCI_INDEX));
                    assertEquals(
                            OCI_INDEX,
                            client.get(manifest(r, "all"), "Accept", OCI_INDEX + ", " + OCI_MANIFEST)
                                    .header("Content-Type"));
                    assertEquals(OCI_INDEX, client.get(manifest(r, "all")).header("Content-Type"));
                    Reply old = client.get(manifest(r, "all"), "Accept", OCI_MANIFEST);
                    assertEquals(image.toString(), old.header("Docker-Content-Digest"));
                    expect(404, client.get(manifest(r, "image"), "Accept", OCI_INDEX));
                }));
    }

    @TestFactory
    Stream<DynamicTest> pushingWhole() {
        return tests(
                "push",
                row("a blob by one POST", r -> {
                    Digest digest = Digest.sha256(bytes("monolith"));
                    Reply reply = client.call("POST", uploads(r) + "?digest=" + digest, bytes("monolith"));
                    expect(201, reply);
                    assertEquals(
                            "monolith", client.get(reply.header("Location")).text());
                }),
                row("a blob by POST and PUT", r -> {
                    Digest digest = Digest.sha256(bytes("two"));
                    Reply reply = client.call("PUT", client.begin(r) + "?digest=" + digest, bytes("two"));
                    expect(201, reply);
                    assertEquals("two", client.get(reply.header("Location")).text());
                }),
                row("a blob named by SHA-512", r -> {
                    var hasher = java.security.MessageDigest.getInstance("SHA-512");
                    String digest = "sha512:" + java.util.HexFormat.of().formatHex(hasher.digest(bytes("long")));
                    expect(201, client.call("PUT", client.begin(r) + "?digest=" + digest, bytes("long")));
                    assertEquals(
                            "long", client.get("/v2/" + r + "/blobs/" + digest).text());
                }),
                row("an empty blob", r -> {
                    Digest digest = client.push(r, new byte[0]);
                    assertEquals("0", client.head(blob(r, digest)).header("Content-Length"));
                    assertEquals("", client.get(blob(r, digest)).text());
                }),
                row("a blob without a length", r -> {
                    var stream = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes("streamed")));
                    Digest digest = Digest.sha256(bytes("streamed"));
                    URI place = URI.create(client.base() + client.begin(r));
                    Reply patched = client.send(HttpRequest.newBuilder(place)
                            .method("PATCH", unsized(stream))
                            .build());
                    expect(202, patched);
                    assertEquals("0-7", patched.header("Range"));
                    expect(201, client.call("PUT", patched.header("Location") + "?digest=" + digest, new byte[0]));
                }));
    }

    @TestFactory
    Stream<DynamicTest> pushingInPieces() {
        return tests(
                "push",
                row("a blob in chunks, in their order alone", r -> {
                    String place = client.begin(r);
                    Reply first = client.call("PATCH", place, bytes("01234"), "Content-Range", "0-4");
                    expect(202, first);
                    assertEquals("0-4", first.header("Range"));
                    Reply gap = client.call("PATCH", place, bytes("89"), "Content-Range", "8-9");
                    expect(416, gap);
                    assertEquals("0-4", gap.header("Range"));
                    expect(416, client.call("PATCH", place, bytes("01234"), "Content-Range", "0-4"));
                    expect(416, client.call("PATCH", place, bytes("5"), "Content-Range", "five"));
                    expect(400, client.call("PATCH", place, bytes("567"), "Content-Range", "5-9"));
                    Reply status = client.get(place);
                    expect(204, status);
                    assertEquals("0-4", status.header("Range"));
                    Digest digest = Digest.sha256(bytes("0123456789"));
                    Reply last =
                            client.call("PUT", place + "?digest=" + digest, bytes("56789"), "Content-Range", "5-9");
                    expect(201, last);
                    assertEquals("0123456789", client.get(blob(r, digest)).text());
                }),
                row("an upload that is cancelled is gone", r -> {
                    String place = client.begin(r);
                    expect(204, client.delete(place));
                    assertEquals("BLOB_UPLOAD_UNKNOWN", client.get(place).code());
                    expect(404, client.delete(place));
                    expect(404, client.call("PATCH", place, bytes("late")));
                }),
                row("an upload is good for its repository alone", r -> {
                    String place = client.begin(r);
                    expect(404, client.get(place.replace("/v2/" + r, "/v2/" + r + "/other")));
                    expect(404, client.get(uploads(r) + "../../../../etc/passwd"));
                    expect(404, client.get(uploads(r) + "0".repeat(48)));
                }),
                row("a blob that is not what its digest says is refused, and forgotten", r -> {
                    String place = client.begin(r);
                    Reply reply = client.call("PUT", place + "?digest=" + NOBODY, bytes("something else"));
                    expect(400, reply);
                    assertEquals("DIGEST_INVALID", reply.code());
                    expect(404, client.get(place));
                    expect(404, client.head(blob(r, NOBODY)));
                }),
                row("a digest that is none is refused", r -> {
                    expect(400, client.call("PUT", client.begin(r) + "?digest=sha256:abc", bytes("x")));
                    expect(400, client.call("PUT", client.begin(r) + "?digest=md5:" + "0".repeat(32), bytes("x")));
                    expect(400, client.call("PUT", client.begin(r), bytes("x")));
                    expect(400, client.get("/v2/" + r + "/blobs/sha256:xyz"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> mountingAndPushingManifests() {
        return tests(
                "push",
                row("a blob is mounted from another repository", r -> {
                    Digest digest = client.push(r, bytes("shared"));
                    Reply reply = client.post(uploads(r + "/target") + "?mount=" + digest + "&from=" + r);
                    expect(201, reply);
                    assertEquals("shared", client.get(reply.header("Location")).text());
                    expect(202, client.post(uploads(r + "/target") + "?mount=" + NOBODY + "&from=" + r));
                    expect(202, client.post(uploads(r + "/third") + "?mount=" + digest));
                }),
                row("a manifest by tag and by digest", r -> {
                    Digest digest = client.image(r, "v1", "layer");
                    byte[] manifest = client.get(manifest(r, "v1")).body();
                    Reply again = put(r, digest.toString(), manifest, OCI_MANIFEST);
                    expect(201, again);
                    assertEquals(manifest(r, digest.toString()), again.header("Location"));
                    expect(400, put(r, NOBODY.toString(), manifest, OCI_MANIFEST));
                }),
                row("a manifest whose blobs are not here is refused", r -> {
                    byte[] manifest = Caller.manifest(NOBODY, 1, NOBODY, 1, "");
                    Reply reply = put(r, "v1", manifest, OCI_MANIFEST);
                    expect(400, reply);
                    assertEquals("MANIFEST_BLOB_UNKNOWN", reply.code());
                    expect(400, put(r, "v1", Caller.index(Map.of(NOBODY, 1)), OCI_INDEX));
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusing() {
        return tests(
                "push",
                row("what is no manifest is refused", r -> {
                    for (String text : List.of("", "{", "[]", "{}", "{\"schemaVersion\":1}", "null", "7")) {
                        Reply reply = put(r, "v1", bytes(text), OCI_MANIFEST);
                        expect(400, reply);
                        assertEquals("MANIFEST_INVALID", reply.code(), text);
                    }
                    expect(400, put(r, "v1", bytes("{\"schemaVersion\":2}"), "text/plain"));
                    expect(400, put(r, "v1", bytes("{\"schemaVersion\":2,\"manifests\":7}"), OCI_INDEX));
                    expect(400, put(r, "v1", bytes("[".repeat(100_000)), OCI_MANIFEST));
                }),
                row("a manifest of more than 4 MiB is refused", r -> {
                    Reply reply = put(r, "v1", bytes(" ".repeat((4 << 20) + 1)), OCI_MANIFEST);
                    expect(413, reply);
                    assertEquals("SIZE_INVALID", reply.code());
                }),
                row("a tag that is none is refused", r -> {
                    expect(400, put(r, "-v", bytes("{}"), OCI_MANIFEST));
                    expect(400, put(r, "v".repeat(129), bytes("{}"), OCI_MANIFEST));
                }),
                row("a repository's name that is none is refused", r -> {
                    for (String name : List.of("UPPER", "a//b", "a/", ".a", "a_", "a%2F..%2Fb", "a".repeat(256))) {
                        Reply reply = client.post("/v2/" + name + "/blobs/uploads/");
                        assertEquals(400, reply.status(), name + ": " + reply.text());
                        assertEquals("NAME_INVALID", reply.code(), name);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> tagsAndRepositories() {
        return tests(
                "discovery",
                row("tags in the order of their bytes, page by page", r -> {
                    for (String tag : List.of("b", "A", "c", "0")) {
                        client.image(r, tag, "layer");
                    }
                    Reply all = client.get("/v2/" + r + "/tags/list");
                    assertEquals(List.of("0", "A", "b", "c"), all.list("tags"));
                    assertEquals(r, all.json().path("name").asString());
                    Reply page = client.get("/v2/" + r + "/tags/list?n=2");
                    assertEquals(List.of("0", "A"), page.list("tags"));
                    assertEquals("</v2/" + r + "/tags/list?n=2&last=A>; rel=\"next\"", page.header("Link"));
                    Reply rest = client.get("/v2/" + r + "/tags/list?n=2&last=A");
                    assertEquals(List.of("b", "c"), rest.list("tags"));
                    assertEquals("", rest.header("Link"));
                    assertEquals(
                            List.of(), client.get("/v2/" + r + "/tags/list?n=0").list("tags"));
                    assertEquals(
                            "PAGINATION_NUMBER_INVALID",
                            client.get("/v2/" + r + "/tags/list?n=-1").code());
                }),
                row(
                        "the tags of no repository are 404",
                        r -> assertEquals(
                                "NAME_UNKNOWN",
                                client.get("/v2/" + r + "/tags/list").code())),
                row("repositories, page by page", r -> {
                    client.image(r + "/a", "v", "layer");
                    client.image(r + "/b", "v", "layer");
                    Reply page = client.get("/v2/_catalog?n=1&last=" + r);
                    assertEquals(List.of(r + "/a"), page.list("repositories"));
                    assertTrue(page.header("Link").startsWith("</v2/_catalog?n=1&last="), page.header("Link"));
                    assertTrue(client.get("/v2/_catalog").list("repositories").contains(r + "/b"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> referrers() {
        return tests(
                "discovery",
                row("referrers, by type as well", r -> {
                    Digest image = client.image(r, "v1", "layer");
                    Digest signature = client.artifact(r, image, "application/signature", "one");
                    Digest list = client.artifact(r, image, "application/sbom", "two");
                    Reply all = client.get("/v2/" + r + "/referrers/" + image);
                    expect(200, all);
                    assertEquals(OCI_INDEX, all.header("Content-Type"));
                    assertEquals(2, all.json().path("manifests").size());
                    assertEquals("", all.header("OCI-Filters-Applied"));
                    Reply some = client.get("/v2/" + r + "/referrers/" + image + "?artifactType=application/sbom");
                    assertEquals("artifactType", some.header("OCI-Filters-Applied"));
                    var only = some.json().path("manifests");
                    assertEquals(1, only.size());
                    assertEquals(list.toString(), only.path(0).path("digest").asString());
                    assertEquals(
                            "application/sbom",
                            only.path(0).path("artifactType").asString());
                    assertEquals(
                            "two", only.path(0).path("annotations").path("note").asString());
                    assertNotEquals(signature, list);
                }),
                row("referrers of what is not here yet", r -> {
                    Digest artifact = client.artifact(r, NOBODY, "application/signature", "early");
                    var found = client.get("/v2/" + r + "/referrers/" + NOBODY).json();
                    assertEquals(
                            artifact.toString(),
                            found.path("manifests").path(0).path("digest").asString());
                    Reply none = client.get("/v2/" + r + "/referrers/" + Digest.sha256(bytes("other")));
                    expect(200, none);
                    assertEquals(0, none.json().path("manifests").size());
                    assertTrue(none.json().path("manifests").isArray());
                    expect(400, client.get("/v2/" + r + "/referrers/latest"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> management() {
        return tests(
                "management",
                row("a tag is deleted, its manifest stays", r -> {
                    Digest digest = client.image(r, "v1", "layer");
                    client.image(r, "v2", "layer");
                    expect(202, client.delete(manifest(r, "v1")));
                    expect(404, client.get(manifest(r, "v1")));
                    expect(200, client.get(manifest(r, digest.toString())));
                    assertEquals(
                            List.of("v2"), client.get("/v2/" + r + "/tags/list").list("tags"));
                    expect(404, client.delete(manifest(r, "v1")));
                }),
                row("a manifest is deleted with its tags", r -> {
                    Digest digest = client.image(r, "v1", "layer");
                    client.image(r, "v2", "layer");
                    expect(202, client.delete(manifest(r, digest.toString())));
                    expect(404, client.get(manifest(r, digest.toString())));
                    expect(404, client.get(manifest(r, "v2")));
                    expect(404, client.delete(manifest(r, digest.toString())));
                }),
                row("a blob is deleted, from its repository alone", r -> {
                    Digest digest = client.push(r, bytes("to go"));
                    expect(201, client.post(uploads(r + "/other") + "?mount=" + digest + "&from=" + r));
                    expect(202, client.delete(blob(r, digest)));
                    expect(404, client.get(blob(r, digest)));
                    expect(404, client.delete(blob(r, digest)));
                    assertArrayEquals(
                            bytes("to go"),
                            client.get(blob(r + "/other", digest)).body());
                    client.push(r, bytes("to go"));
                    expect(200, client.get(blob(r, digest)));
                }),
                row("an artifact that is deleted refers to nothing", r -> {
                    Digest image = client.image(r, "v1", "layer");
                    Digest artifact = client.artifact(r, image, "application/signature", "one");
                    expect(202, client.delete(manifest(r, artifact.toString())));
                    var left = client.get("/v2/" + r + "/referrers/" + image).json();
                    assertEquals(0, left.path("manifests").size());
                }),
                row("what cannot be done is told", r -> {
                    for (String path : List.of("/v2/", "/v2/_catalog", "/v2/" + r + "/tags/list", blob(r, NOBODY))) {
                        Reply reply = client.post(path);
                        expect(405, reply);
                        assertEquals("UNSUPPORTED", reply.code());
                        assertNotEquals("", reply.header("Allow"));
                    }
                    expect(404, client.get("/v1/" + r));
                    expect(404, client.get("/v2/" + r));
                    expect(404, client.get("/v2/" + r + "/blobs/"));
                }));
    }

    private static Reply put(String repository, String name, byte[] manifest, String type) {
        return client.call("PUT", manifest(repository, name), manifest, "Content-Type", type);
    }

    private static String blob(String repository, Digest digest) {
        return "/v2/" + repository + "/blobs/" + digest;
    }

    private static String manifest(String repository, String name) {
        return "/v2/" + repository + "/manifests/" + name;
    }

    private static String uploads(String repository) {
        return "/v2/" + repository + "/blobs/uploads/";
    }

    /** A body of which nobody says beforehand how long it is. */
    private static HttpRequest.BodyPublisher unsized(Flow.Publisher<java.nio.ByteBuffer> stream) {
        return BodyPublishers.fromPublisher(stream);
    }
}
