package io.djong.api.resource;

import io.djong.api.routing.Router;
import io.djong.model.error.NotImplemented;
import java.util.List;

/** What Docker's API has and this engine does not have yet: an honest 501 rather than a 404 that says too little. */
public final class MissingRoutes {
    public void addTo(Router router) {
        images(router);
        missing(router, "POST", "/networks/{id}/connect", "connecting containers to networks");
        missing(router, "POST", "/networks/{id}/disconnect", "disconnecting containers from networks");
        missing(router, "GET", "/plugins", "plugins");
        anything(router, "/plugins/{name...}", "plugins");
        missing(router, "POST", "/session", "BuildKit");
        missing(router, "POST", "/grpc", "BuildKit");
        for (String kind : List.of("/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs")) {
            missing(router, "GET", kind, "swarm mode");
            anything(router, kind + "/{rest...}", "swarm mode");
        }
    }

    private static void anything(Router router, String path, String what) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            missing(router, method, path, what);
        }
    }

    private static void images(Router router) {
        missing(router, "POST", "/build", "building images");
    }

    private static void missing(Router router, String method, String path, String what) {
        router.on(method, path, _ -> {
            throw new NotImplemented(what + " is not supported by this version of Djong");
        });
    }
}
