package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.engine.system.RegistryQueries;
import io.djong.engine.system.RegistryQueries.Distribution;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.registry.Credentials;
import io.djong.registry.FoundRepository;
import java.io.IOException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Questions to registries: search, and what a name stands for there. */
public final class RegistryRoutes {
    private final RegistryQueries queries;

    public RegistryRoutes(RegistryQueries queries) {
        this.queries = queries;
    }

    public void addTo(Router router) {
        router.on("GET", "/images/search", this::search).on("GET", "/distribution/{name...}/json", this::inspect);
    }

    private void search(Call call) throws IOException {
        ArrayNode documents = Json.mapper().createArrayNode();
        for (FoundRepository found :
                queries.search(call.query("term"), limit(call), call.filters(), credentials(call))) {
            ObjectNode document = documents.addObject();
            document.put("star_count", found.stars());
            document.put("is_official", found.official());
            document.put("name", found.name());
            document.put("is_automated", false);
            document.put("description", found.description());
        }
        call.reply(documents);
    }

    private static int limit(Call call) {
        try {
            return call.integer("limit").orElse(0);
        } catch (InvalidArgument e) {
            throw new InvalidArgument("invalid limit specified: " + e.message(), e);
        }
    }

    private void inspect(Call call) throws IOException {
        Distribution distribution = queries.inspect(Reference.parse(call.path("name")), credentials(call));
        ObjectNode document = Json.object();
        document.set("Descriptor", Json.mapper().valueToTree(distribution.descriptor()));
        document.set("Platforms", Json.mapper().valueToTree(distribution.platforms()));
        call.reply(document);
    }

    private static Credentials credentials(Call call) {
        return RegistryAuth.parse(call.request().header("X-Registry-Auth").orElse(""));
    }
}
