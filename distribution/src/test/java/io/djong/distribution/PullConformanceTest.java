package io.djong.distribution;

import static io.djong.distribution.Caller.OCI_INDEX;
import static io.djong.distribution.Caller.OCI_MANIFEST;
import static io.djong.distribution.Caller.expect;
import static io.djong.distribution.Repo.NOBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.distribution.Caller.Reply;
import io.djong.model.Digest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the OCI distribution specification, version 1.1, asks of a registry in its category pull. */
@Timeout(60)
@ExtendWith(FreshRepository.class)
class PullConformanceTest {
    @Test
    void theBaseSaysThatTheProtocolIsSpoken(Repo repo) {
        Reply reply = repo.client().get("/v2/");
        expect(200, reply);
        assertEquals("registry/2.0", reply.header("Docker-Distribution-API-Version"));
    }

    @Test
    void aBlobIsToldByHead(Repo repo) {
        Digest digest = repo.push("blob");
        Reply reply = repo.headBlob(digest);
        expect(200, reply);
        assertEquals("4", reply.header("Content-Length"));
        assertEquals(digest.toString(), reply.header("Docker-Content-Digest"));
    }

    @Test
    void aBlobIsGivenByGet(Repo repo) {
        Digest digest = repo.push("blob");
        assertEquals("blob", repo.blob(digest).text());
    }

    @Test
    void aBlobThatIsNotThereIsNotFound(Repo repo) {
        expect(404, repo.headBlob(NOBODY));
        assertEquals("BLOB_UNKNOWN", repo.blob(NOBODY).code());
    }

    @Test
    void aBlobOfAnotherRepositoryIsNotFound(Repo repo) {
        Digest digest = repo.push("not for all");
        expect(404, repo.below("other").blob(digest));
    }

    @Test
    void aRangeOfABlobIsPartialContent(Repo repo) {
        Digest digest = repo.push("0123456789");
        Reply reply = repo.blob(digest, "Range", "bytes=2-4");
        expect(206, reply);
        assertEquals("234", reply.text());
        assertEquals("bytes 2-4/10", reply.header("Content-Range"));
        assertEquals("789", repo.blob(digest, "Range", "bytes=7-").text());
        assertEquals("89", repo.blob(digest, "Range", "bytes=-2").text());
        assertEquals("9", repo.blob(digest, "Range", "bytes=9-99").text());
    }

    @Test
    void aRangePastTheEndIsNotSatisfiable(Repo repo) {
        Digest digest = repo.push("0123456789");
        Reply reply = repo.blob(digest, "Range", "bytes=10-");
        expect(416, reply);
        assertEquals("bytes */10", reply.header("Content-Range"));
        expect(200, repo.blob(digest, "Range", "bytes=9-2"));
        expect(200, repo.blob(digest, "Range", "lines=1-2"));
    }

    @Test
    void aManifestIsGivenByTagAndByDigest(Repo repo) {
        Digest digest = repo.image("v1", "layer");
        for (String name : List.of("v1", digest.toString())) {
            Reply reply = repo.manifest(name);
            expect(200, reply);
            assertEquals(OCI_MANIFEST, reply.header("Content-Type"));
            assertEquals(digest.toString(), reply.header("Docker-Content-Digest"));
            assertEquals(digest, Digest.sha256(reply.body()));
            Reply head = repo.headManifest(name);
            expect(200, head);
            assertEquals(reply.header("Content-Length"), head.header("Content-Length"));
            assertEquals(digest.toString(), head.header("Docker-Content-Digest"));
        }
    }

    @Test
    void aManifestThatIsNotThereIsNotFound(Repo repo) {
        repo.image("v1", "layer");
        assertEquals("MANIFEST_UNKNOWN", repo.manifest("v2").code());
        expect(404, repo.headManifest("v2"));
        expect(404, repo.manifest(NOBODY));
        expect(404, new Repo(repo.client(), "no/such/repository").manifest("v1"));
    }

    @Test
    void whatTheClientHasAlreadyIsNotSent(Repo repo) {
        repo.image("v1", "layer");
        String tag = repo.manifest("v1").header("ETag");
        expect(304, repo.manifest("v1", "If-None-Match", tag));
    }

    @Test
    void aClientThatKnowsNoIndexesGetsTheImageOfTheFirstPlatform(Repo repo) {
        Digest image = repo.image("image", "layer");
        int size = repo.manifest("image").body().length;
        expect(201, repo.put("all", Caller.index(Map.of(image, size)), OCI_INDEX));
        assertEquals(
                OCI_INDEX,
                repo.manifest("all", "Accept", OCI_INDEX + ", " + OCI_MANIFEST).header("Content-Type"));
        assertEquals(OCI_INDEX, repo.manifest("all").header("Content-Type"));
        Reply old = repo.manifest("all", "Accept", OCI_MANIFEST);
        assertEquals(image.toString(), old.header("Docker-Content-Digest"));
        expect(404, repo.manifest("image", "Accept", OCI_INDEX));
    }
}
