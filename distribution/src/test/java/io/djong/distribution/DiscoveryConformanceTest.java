package io.djong.distribution;

import static io.djong.distribution.Caller.OCI_INDEX;
import static io.djong.distribution.Caller.OCI_MANIFEST;
import static io.djong.distribution.Caller.bytes;
import static io.djong.distribution.Caller.expect;
import static io.djong.distribution.Repo.NOBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.distribution.Caller.Reply;
import io.djong.model.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the OCI distribution specification, version 1.1, asks of a registry in its category content discovery. */
@Timeout(60)
@ExtendWith(FreshRepository.class)
class DiscoveryConformanceTest {
    @Test
    void tagsComeInTheOrderOfTheirBytesPageByPage(Repo repo) {
        for (String tag : List.of("b", "A", "c", "0")) {
            repo.image(tag, "layer");
        }
        Reply all = repo.tags("");
        assertEquals(List.of("0", "A", "b", "c"), all.list("tags"));
        assertEquals(repo.name(), all.json().path("name").asString());
        Reply page = repo.tags("?n=2");
        assertEquals(List.of("0", "A"), page.list("tags"));
        assertEquals("<" + repo.path("/tags/list?n=2&last=A") + ">; rel=\"next\"", page.header("Link"));
        Reply rest = repo.tags("?n=2&last=A");
        assertEquals(List.of("b", "c"), rest.list("tags"));
        assertEquals("", rest.header("Link"));
        assertEquals(List.of(), repo.tags("?n=0").list("tags"));
        assertEquals("PAGINATION_NUMBER_INVALID", repo.tags("?n=-1").code());
    }

    @Test
    void theTagsOfNoRepositoryAreNotFound(Repo repo) {
        assertEquals("NAME_UNKNOWN", repo.tags("").code());
    }

    @Test
    void repositoriesComePageByPage(Repo repo) {
        repo.below("a").image("v", "layer");
        repo.below("b").image("v", "layer");
        Reply page = repo.client().get("/v2/_catalog?n=1&last=" + repo.name());
        assertEquals(List.of(repo.name() + "/a"), page.list("repositories"));
        assertTrue(page.header("Link").startsWith("</v2/_catalog?n=1&last="), page.header("Link"));
        assertTrue(repo.client().get("/v2/_catalog").list("repositories").contains(repo.name() + "/b"));
    }

    @Test
    void referrersAreToldByTypeAsWell(Repo repo) {
        Digest image = repo.image("v1", "layer");
        Digest signature = repo.artifact(image, "application/signature", "one");
        Digest list = repo.artifact(image, "application/sbom", "two");
        Reply all = repo.referrers(image.toString());
        expect(200, all);
        assertEquals(OCI_INDEX, all.header("Content-Type"));
        assertEquals(2, all.json().path("manifests").size());
        assertEquals("", all.header("OCI-Filters-Applied"));
        Reply some = repo.referrers(image + "?artifactType=application/sbom");
        assertEquals("artifactType", some.header("OCI-Filters-Applied"));
        var only = some.json().path("manifests");
        assertEquals(1, only.size());
        assertEquals(list.toString(), only.path(0).path("digest").asString());
        assertEquals("application/sbom", only.path(0).path("artifactType").asString());
        assertEquals("two", only.path(0).path("annotations").path("note").asString());
        assertNotEquals(signature, list);
    }

    @Test
    void anIndexMayReferToo(Repo repo) {
        Digest image = repo.image("v1", "layer");
        String index = """
                {"schemaVersion":2,"mediaType":"%s","artifactType":"application/list","manifests":[],
                 "subject":{"mediaType":"%s","digest":"%s","size":1}}
                """.formatted(OCI_INDEX, OCI_MANIFEST, image);
        Reply pushed = repo.put("list", index, OCI_INDEX);
        expect(201, pushed);
        assertEquals(image.toString(), pushed.header("OCI-Subject"));
        var found = repo.referrers(image.toString()).json().path("manifests").path(0);
        assertEquals(OCI_INDEX, found.path("mediaType").asString());
        assertEquals("application/list", found.path("artifactType").asString());
        assertEquals(
                pushed.header("Docker-Content-Digest"), found.path("digest").asString());
    }

    @Test
    void whatIsNotHereYetMayHaveReferrers(Repo repo) {
        Digest artifact = repo.artifact(NOBODY, "application/signature", "early");
        var found = repo.referrers(NOBODY.toString()).json();
        assertEquals(
                artifact.toString(),
                found.path("manifests").path(0).path("digest").asString());
        Reply none = repo.referrers(Digest.sha256(bytes("other")).toString());
        expect(200, none);
        assertEquals(0, none.json().path("manifests").size());
        assertTrue(none.json().path("manifests").isArray());
        expect(400, repo.get("/referrers/latest"));
    }
}
