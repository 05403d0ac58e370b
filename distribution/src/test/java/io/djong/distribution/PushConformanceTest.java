package io.djong.distribution;

import static io.djong.distribution.Caller.OCI_INDEX;
import static io.djong.distribution.Caller.OCI_MANIFEST;
import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static io.djong.distribution.Repo.NOBODY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.distribution.Caller.Reply;
import io.djong.model.Digest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the OCI distribution specification, version 1.1, asks of a registry in its category push. */
@Timeout(60)
@ExtendWith(FreshRepository.class)
class PushConformanceTest {
    @Test
    void aBlobIsPushedByOnePost(Repo repo) {
        Digest digest = Digest.sha256(bytes("monolith"));
        Reply reply = repo.call("POST", repo.uploads() + "?digest=" + digest, "monolith");
        expect(201, reply);
        assertEquals("monolith", repo.client().get(reply.header("Location")).text());
    }

    @Test
    void aBlobIsPushedByPostAndPut(Repo repo) {
        Digest digest = Digest.sha256(bytes("two"));
        Reply reply = repo.call("PUT", repo.begin() + "?digest=" + digest, "two");
        expect(201, reply);
        assertEquals("two", repo.client().get(reply.header("Location")).text());
    }

    @Test
    void aBlobMayBeNamedBySha512(Repo repo) throws NoSuchAlgorithmException {
        String digest = sha512(bytes("long"));
        expect(201, repo.call("PUT", repo.begin() + "?digest=" + digest, "long"));
        assertEquals("long", repo.get("/blobs/" + digest).text());
    }

    @Test
    void anEmptyBlobIsTaken(Repo repo) {
        Digest digest = repo.push("");
        assertEquals("0", repo.headBlob(digest).header("Content-Length"));
        assertEquals("", repo.blob(digest).text());
    }

    @Test
    void aBlobMayComeWithoutALength(Repo repo) {
        var stream = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes("streamed")));
        Digest digest = Digest.sha256(bytes("streamed"));
        URI place = URI.create(repo.client().base() + repo.begin());
        Reply patched = repo.client()
                .send(HttpRequest.newBuilder(place).method("PATCH", stream).build());
        expect(202, patched);
        assertEquals("0-7", patched.header("Range"));
        expect(201, repo.call("PUT", patched.header("Location") + "?digest=" + digest, ""));
    }

    @Test
    void aBlobIsTakenInChunksInTheirOrderAlone(Repo repo) {
        String place = repo.begin();
        Reply first = repo.call("PATCH", place, "01234", "Content-Range", "0-4");
        expect(202, first);
        assertEquals("0-4", first.header("Range"));
        Reply gap = repo.call("PATCH", place, "89", "Content-Range", "8-9");
        expect(416, gap);
        assertEquals("0-4", gap.header("Range"));
        expect(416, repo.call("PATCH", place, "01234", "Content-Range", "0-4"));
        expect(416, repo.call("PATCH", place, "5", "Content-Range", "five"));
        expect(400, repo.call("PATCH", place, "567", "Content-Range", "5-9"));
        Reply status = repo.client().get(place);
        expect(204, status);
        assertEquals("0-4", status.header("Range"));
        Digest digest = Digest.sha256(bytes("0123456789"));
        Reply last = repo.call("PUT", place + "?digest=" + digest, "56789", "Content-Range", "5-9");
        expect(201, last);
        assertEquals("0123456789", repo.blob(digest).text());
    }

    @Test
    void anUploadThatIsCancelledIsGone(Repo repo) {
        String place = repo.begin();
        expect(204, repo.client().delete(place));
        assertEquals("BLOB_UPLOAD_UNKNOWN", repo.client().get(place).code());
        expect(404, repo.client().delete(place));
        expect(404, repo.call("PATCH", place, "late"));
    }

    @Test
    void anUploadIsGoodForItsRepositoryAlone(Repo repo) {
        String place = repo.begin();
        expect(
                404,
                repo.client()
                        .get(place.replace(repo.path(""), repo.below("other").path(""))));
        expect(404, repo.client().get(repo.uploads() + "../../../../etc/passwd"));
        expect(404, repo.client().get(repo.uploads() + "0".repeat(48)));
    }

    @Test
    void aBlobThatIsNotWhatItsDigestSaysIsRefusedAndForgotten(Repo repo) {
        String place = repo.begin();
        Reply reply = repo.call("PUT", place + "?digest=" + NOBODY, "something else");
        expect(400, reply);
        assertEquals("DIGEST_INVALID", reply.code());
        expect(404, repo.client().get(place));
        expect(404, repo.headBlob(NOBODY));
    }

    @Test
    void aDigestThatIsNoneIsRefused(Repo repo) {
        expect(400, repo.call("PUT", repo.begin() + "?digest=sha256:abc", "x"));
        expect(400, repo.call("PUT", repo.begin() + "?digest=md5:" + "0".repeat(32), "x"));
        expect(400, repo.call("PUT", repo.begin(), "x"));
        expect(400, repo.get("/blobs/sha256:xyz"));
    }

    @Test
    void aBlobIsMountedFromAnotherRepository(Repo repo) {
        Digest digest = repo.push("shared");
        Reply reply = repo.below("target").mount(digest, "&from=" + repo.name());
        expect(201, reply);
        assertEquals("shared", repo.client().get(reply.header("Location")).text());
        expect(202, repo.below("target").mount(NOBODY, "&from=" + repo.name()));
        expect(202, repo.below("third").mount(digest, ""));
    }

    @Test
    void aManifestIsPushedByTagAndByDigest(Repo repo) {
        Digest digest = repo.image("v1", "layer");
        byte[] manifest = repo.manifest("v1").body();
        Reply again = repo.put(digest, manifest, OCI_MANIFEST);
        expect(201, again);
        assertEquals(repo.path("/manifests/" + digest), again.header("Location"));
        expect(400, repo.put(NOBODY, manifest, OCI_MANIFEST));
    }

    @Test
    void aManifestWhoseBlobsAreNotHereIsRefused(Repo repo) {
        byte[] manifest = Caller.manifest(NOBODY, 1, NOBODY, 1, "");
        Reply reply = repo.put("v1", manifest, OCI_MANIFEST);
        expect(400, reply);
        assertEquals("MANIFEST_BLOB_UNKNOWN", reply.code());
        expect(400, repo.put("v1", Caller.index(Map.of(NOBODY, 1)), OCI_INDEX));
    }

    @Test
    void aManifestMayBeNamedBySha512(Repo repo) throws NoSuchAlgorithmException {
        Digest _ = repo.image("v1", "layer");
        byte[] manifest = repo.manifest("v1").body();
        String digest = sha512(manifest);
        expect(201, repo.put(digest, manifest, OCI_MANIFEST));
        Reply reply = repo.manifest(digest);
        expect(200, reply);
        assertEquals(digest, reply.header("Docker-Content-Digest"));
        assertArrayEquals(manifest, reply.body());
        expect(202, repo.deleteManifest(digest));
        expect(404, repo.headManifest(digest));
        expect(200, repo.headManifest("v1"));
    }

    private static String sha512(byte[] content) throws NoSuchAlgorithmException {
        return "sha512:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
    }

    @Test
    void anIndexMayHoldIndexesOrNothing(Repo repo) {
        Digest image = repo.image("v1", "layer");
        byte[] inner = Caller.index(Map.of(image, repo.manifest("v1").body().length));
        expect(201, repo.put(Digest.sha256(inner), inner, OCI_INDEX));
        String outer = """
                {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s","size":%d}]}\
                """.formatted(OCI_INDEX, OCI_INDEX, Digest.sha256(inner), inner.length);
        expect(201, repo.put("nested", outer, OCI_INDEX));
        assertEquals(outer, repo.manifest("nested").text());
        expect(201, repo.put("empty", Caller.index(Map.of()), OCI_INDEX));
    }

    @Test
    void aManifestIsKeptByteForByteWithWhatNobodyKnows(Repo repo) {
        Digest config = repo.push("{}");
        String manifest = """
                { "org.example.new": [1, {"x": null}], "schemaVersion": 2, "mediaType": "%s",
                  "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%s", "size": 2,
                             "data": "e30=", "org.example": true},
                  "layers": [] }
                """.formatted(OCI_MANIFEST, config);
        expect(201, repo.put("v1", manifest, OCI_MANIFEST));
        assertEquals(manifest, repo.manifest("v1").text());
    }

    @Test
    void layersThatMayNotBeDistributedNeedNotBeHere(Repo repo) {
        Digest config = repo.push("{}");
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                            "digest":"%s","size":7,"urls":["https://layers.example/1"]}]}
                """.formatted(OCI_MANIFEST, config, NOBODY);
        expect(201, repo.put("v1", manifest, OCI_MANIFEST));
    }

    @Test
    void aManifestOfFourMebibytesIsTaken(Repo repo) {
        String manifest = new String(Caller.index(Map.of()), StandardCharsets.UTF_8);
        expect(201, repo.put("large", manifest + " ".repeat((4 << 20) - manifest.length()), OCI_INDEX));
        assertEquals("4194304", repo.headManifest("large").header("Content-Length"));
    }

    @Test
    void whatIsNoManifestIsRefused(Repo repo) {
        for (String text : List.of("", "{", "[]", "{}", "{\"schemaVersion\":1}", "null", "7")) {
            Reply reply = repo.put("v1", text, OCI_MANIFEST);
            expect(400, reply);
            assertEquals("MANIFEST_INVALID", reply.code(), text);
        }
        expect(400, repo.put("v1", "{\"schemaVersion\":2}", "text/plain"));
        expect(400, repo.put("v1", "{\"schemaVersion\":2,\"manifests\":7}", OCI_INDEX));
        expect(400, repo.put("v1", "[".repeat(100_000), OCI_MANIFEST));
    }

    @Test
    void aManifestOfMoreThanFourMebibytesIsRefused(Repo repo) {
        Reply reply = repo.put("v1", " ".repeat((4 << 20) + 1), OCI_MANIFEST);
        expect(413, reply);
        assertEquals("SIZE_INVALID", reply.code());
    }

    @Test
    void aTagThatIsNoneIsRefused(Repo repo) {
        expect(400, repo.put("-v", "{}", OCI_MANIFEST));
        expect(400, repo.put("v".repeat(129), "{}", OCI_MANIFEST));
    }

    @Test
    void aRepositorysNameThatIsNoneIsRefused(Repo repo) {
        for (String name : List.of("UPPER", "a//b", "a/", ".a", "a_", "a%2F..%2Fb", "a".repeat(256))) {
            Reply reply = repo.client().post("/v2/" + name + "/blobs/uploads/");
            assertEquals(400, reply.status(), name + ": " + reply.text());
            assertEquals("NAME_INVALID", reply.code(), name);
        }
    }
}
