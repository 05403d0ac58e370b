package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.stream.ProgressWriter;
import io.djong.api.wire.ImageDocuments;
import io.djong.engine.image.ImagePuller;
import io.djong.engine.image.ImageQuery;
import io.djong.engine.image.ImageRemoval;
import io.djong.engine.image.Images;
import io.djong.engine.image.ImportRequest;
import io.djong.engine.image.PrunedImages;
import io.djong.engine.image.PullRequest;
import io.djong.engine.image.UrlImports;
import io.djong.http.DisconnectWatch;
import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/** Images: list, inspect, history, pull, import, tag, remove, prune. */
public final class ImageRoutes {
    private final Images images;
    private final ImagePuller puller;
    private final UrlImports imports;

    public ImageRoutes(Images images, ImagePuller puller, UrlImports imports) {
        this.images = images;
        this.puller = puller;
        this.imports = imports;
    }

    public void addTo(Router router) {
        router.on("GET", "/images/json", this::list)
                .on("POST", "/images/create", this::create)
                .on("POST", "/images/prune", this::prune)
                .on("GET", "/images/{name...}/json", this::inspect)
                .on("GET", "/images/{name...}/history", this::history)
                .on("POST", "/images/{name...}/tag", this::tag)
                .on("DELETE", "/images/{name...}", this::remove);
    }

    private void list(Call call) throws IOException {
        ArrayNode documents = Json.mapper().createArrayNode();
        ImageQuery query = new ImageQuery(
                call.flag("all"),
                call.version().atLeast(1, 42) && call.flag("shared-size"),
                call.version().atLeast(1, 47) && call.flag("manifests"),
                listFilters(call));
        images.list(query).forEach(image -> documents.add(ImageDocuments.listed(image, call.version())));
        call.reply(documents);
    }

    /** Before 1.41 a name could also be given outside the filters. */
    private static Filters listFilters(Call call) {
        Filters filters = call.filters();
        if (call.version().atLeast(1, 41) || call.query("filter").isEmpty()) {
            return filters;
        }
        Map<String, Set<String>> values = new LinkedHashMap<>(filters.values());
        values.put("reference", Set.of(call.query("filter")));
        return new Filters(values);
    }

    private void inspect(Call call) throws IOException {
        boolean manifests = call.version().atLeast(1, 48) && call.flag("manifests");
        Optional<Platform> platform = call.version().atLeast(1, 49) ? PlatformParameter.of(call) : Optional.empty();
        if (manifests && platform.isPresent()) {
            throw new InvalidArgument("conflicting options: manifests and platform options cannot both be set");
        }
        call.reply(ImageDocuments.inspect(images.inspect(call.path("name"), platform), manifests, call.version()));
    }

    private void history(Call call) throws IOException {
        Optional<Platform> platform = call.version().atLeast(1, 48) ? PlatformParameter.of(call) : Optional.empty();
        call.reply(images.history(call.path("name"), platform));
    }

    private void create(Call call) throws IOException {
        try (ProgressWriter progress = new ProgressWriter(call)) {
            create(call, progress);
        }
    }

    private void create(Call call, ProgressWriter progress) throws IOException {
        try {
            if (call.query("fromImage").isEmpty()) {
                importTar(call, progress);
            } else {
                pull(call, progress);
            }
        } catch (EngineException e) {
            progress.fail(e);
        }
    }

    private void pull(Call call, ProgressWriter progress) {
        PullRequest request = new PullRequest(
                reference(call.query("fromImage"), call.query("tag")), // neither tag nor digest: all tags
                platform(call),
                RegistryAuth.parse(call.request().header("X-Registry-Auth").orElse("")));
        try (DisconnectWatch _ = call.request().interruptOnDisconnect()) {
            puller.pull(request, progress);
        }
    }

    private void importTar(Call call, ProgressWriter progress) throws IOException {
        Optional<Reference> name = call.query("repo").isEmpty()
                ? Optional.empty()
                : Optional.of(reference(call.query("repo"), call.query("tag")));
        String source = call.query("fromSrc");
        String message = call.query("message").isEmpty() ? "Imported from " + source : call.query("message");
        ImportRequest request = new ImportRequest(name, message, call.queries("changes"), platform(call));
        if (source.equals("-")) {
            Digest _ = images.importTar(request, call.request().body(), progress);
        } else {
            try (DisconnectWatch _ = call.request().interruptOnDisconnect()) {
                Digest _ = imports.from(source, request, progress);
            }
        }
    }

    private static Reference reference(String name, String tagOrDigest) {
        Reference reference = Reference.parse(name);
        if (tagOrDigest.isEmpty()) {
            return reference;
        }
        return tagOrDigest.contains(":")
                ? reference.withDigest(Digest.parse(tagOrDigest))
                : reference.withTag(tagOrDigest);
    }

    private static Optional<Platform> platform(Call call) {
        return Optional.of(call.query("platform"))
                .filter(text -> !text.isEmpty())
                .map(Platform::parse);
    }

    private void tag(Call call) throws IOException {
        if (call.query("repo").isEmpty()) {
            throw new InvalidArgument("repository name must have at least one component");
        }
        images.tag(call.path("name"), reference(call.query("repo"), call.query("tag")));
        call.finish(201);
    }

    private void remove(Call call) throws IOException {
        if (call.path("name").isBlank()) {
            throw new InvalidArgument("image name cannot be blank");
        }
        Optional<Platform> platform =
                call.version().atLeast(1, 50) ? PlatformParameter.only(call, "platforms") : Optional.empty();
        call.reply(images.remove(
                call.path("name"), new ImageRemoval(call.flag("force"), !call.flag("noprune"), platform)));
    }

    private void prune(Call call) throws IOException {
        PrunedImages pruned = images.prune(call.filters());
        call.reply(Pruned.document("ImagesDeleted", pruned.deleted(), pruned.spaceReclaimed()));
    }
}
