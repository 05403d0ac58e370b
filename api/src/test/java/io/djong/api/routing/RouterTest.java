package io.djong.api.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.NotFound;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final Router.Action list = _ -> {};
    private final Router.Action inspect = _ -> {};
    private final Router.Action remove = _ -> {};
    private final Router router = new Router()
            .on("GET", "/images/json", list)
            .on("GET", "/images/{name...}/json", inspect)
            .on("DELETE", "/images/{name...}", remove)
            .on("GET", "/containers/{id}/json", inspect);

    @Test
    void fixedPathsAreNoNames() {
        assertSame(list, router.find("GET", "/images/json").action());
    }

    @Test
    void imageNamesMayHaveSlashes() {
        assertEquals(
                new Router.Match(inspect, Map.of("name", "localhost:5000/a/b:1")),
                router.find("GET", "/images/localhost:5000/a/b:1/json"));
        assertEquals(new Router.Match(inspect, Map.of("name", "json")), router.find("GET", "/images/json/json"));
        assertEquals(new Router.Match(remove, Map.of("name", "a/b")), router.find("DELETE", "/images/a/b"));
    }

    @Test
    void otherVariablesTakeOneSegment() {
        assertEquals(Map.of("id", "c"), router.find("GET", "/containers/c/json").variables());
        assertThrows(NotFound.class, () -> router.find("GET", "/containers/a/b/json"));
        assertThrows(NotFound.class, () -> router.find("GET", "/containers//json"));
    }

    @Test
    void whatHasNoRouteIsNotFoundWhateverTheMethod() {
        for (String path : new String[] {"/", "", "/nothing", "/images", "/containers/c", "/images/json/"}) {
            NotFound missing = assertThrows(NotFound.class, () -> router.find("GET", path));
            assertEquals("page not found", missing.message());
        }
        assertThrows(NotFound.class, () -> router.find("PUT", "/images/json"));
    }
}
