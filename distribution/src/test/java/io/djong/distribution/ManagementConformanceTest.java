package io.djong.distribution;

import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static io.djong.distribution.Repo.NOBODY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.djong.distribution.Caller.Reply;
import io.djong.model.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the OCI distribution specification, version 1.1, asks of a registry in its category content management. */
@Timeout(60)
@ExtendWith(FreshRepository.class)
class ManagementConformanceTest {
    @Test
    void aTagIsDeletedItsManifestStays(Repo repo) {
        Digest digest = repo.image("v1", "layer");
        repo.image("v2", "layer");
        expect(202, repo.deleteManifest("v1"));
        expect(404, repo.manifest("v1"));
        expect(200, repo.manifest(digest));
        assertEquals(List.of("v2"), repo.tags("").list("tags"));
        expect(404, repo.deleteManifest("v1"));
    }

    @Test
    void aManifestIsDeletedWithItsTags(Repo repo) {
        Digest digest = repo.image("v1", "layer");
        repo.image("v2", "layer");
        expect(202, repo.deleteManifest(digest));
        expect(404, repo.manifest(digest));
        expect(404, repo.manifest("v2"));
        expect(404, repo.deleteManifest(digest));
    }

    @Test
    void aBlobIsDeletedFromItsRepositoryAlone(Repo repo) {
        Digest digest = repo.push("to go");
        expect(201, repo.below("other").mount(digest, "&from=" + repo.name()));
        expect(202, repo.deleteBlob(digest));
        expect(404, repo.blob(digest));
        expect(404, repo.deleteBlob(digest));
        assertArrayEquals(bytes("to go"), repo.below("other").blob(digest).body());
        repo.push("to go");
        expect(200, repo.blob(digest));
    }

    @Test
    void anArtifactThatIsDeletedRefersToNothing(Repo repo) {
        Digest image = repo.image("v1", "layer");
        Digest artifact = repo.artifact(image, "application/signature", "one");
        expect(202, repo.deleteManifest(artifact));
        var left = repo.referrers(image.toString()).json();
        assertEquals(0, left.path("manifests").size());
    }

    @Test
    void whatCannotBeDoneIsTold(Repo repo) {
        for (String path : List.of("/v2/", "/v2/_catalog", repo.path("/tags/list"), repo.path("/blobs/" + NOBODY))) {
            Reply reply = repo.client().post(path);
            expect(405, reply);
            assertEquals("UNSUPPORTED", reply.code());
            assertNotEquals("", reply.header("Allow"));
        }
        expect(404, repo.client().get("/v1/" + repo.name()));
        expect(404, repo.get(""));
        expect(404, repo.get("/blobs/"));
    }
}
