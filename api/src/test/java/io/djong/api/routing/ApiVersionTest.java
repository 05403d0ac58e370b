package io.djong.api.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import org.junit.jupiter.api.Test;

class ApiVersionTest {
    @Test
    void aPathWithoutAVersionMeansTheNewest() {
        assertEquals(new VersionedPath(ApiVersion.NEWEST, "/containers/json"), VersionedPath.parse("/containers/json"));
        assertEquals(new VersionedPath(ApiVersion.NEWEST, "/volumes"), VersionedPath.parse("/volumes"));
        assertEquals(
                new VersionedPath(new ApiVersion(1, 41), "/containers/json"),
                VersionedPath.parse("/v1.41/containers/json"));
    }

    @Test
    void versionsAreNumbersNotText() {
        assertTrue(new ApiVersion(1, 9).before(1, 24));
        assertTrue(new ApiVersion(1, 51).atLeast(1, 51));
        assertTrue(new ApiVersion(1, 99).before(2, 0));
    }

    @Test
    void whatIsNotServedIsRefusedInDockersWords() {
        assertEquals(
                "client version 1.12 is too old. Minimum supported API version is 1.24, please upgrade your client to a"
                        + " newer version",
                refusal("/v1.12/info"));
        assertEquals("client version 1.99 is too new. Maximum supported API version is 1.51", refusal("/v1.99/info"));
        assertEquals("malformed API version \"1.2.3\"", refusal("/v1.2.3/info"));
        assertEquals("malformed API version \"99999999999\"", refusal("/v99999999999/info"));
    }

    private static String refusal(String path) {
        return assertThrows(InvalidArgument.class, () -> VersionedPath.parse(path))
                .message();
    }
}
