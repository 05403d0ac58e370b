package io.djong.distribution.route;

import io.djong.distribution.library.Library;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.image.Descriptor;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Pulling manifests, and finding out what there is. */
final class ReadRoutes {
    private static final int MOST = 10_000;
    /** An index has to fit into what clients take. */
    private static final int MOST_REFERRERS = 1_000;

    private final Library library;

    ReadRoutes(Library library) {
        this.library = library;
    }

    void manifest(Address.Manifest address, Request request, Response response) throws IOException {
        Descriptor stored =
                library.manifest(address.repository(), address.name()).orElseThrow(() -> unknown(address));
        Descriptor manifest = new Negotiation(library, request.headers("Accept"))
                .choose(address.repository(), stored)
                .orElseThrow(() -> unknown(address));
        String tag = BlobRoutes.etag(manifest.digest());
        response.header("Content-Type", manifest.mediaType())
                .header("Docker-Content-Digest", manifest.digest().toString())
                .header("ETag", tag);
        if (request.headers("If-None-Match").contains(tag)) {
            response.status(304);
        } else if (request.method().equals("HEAD")) {
            response.header("Content-Length", Long.toString(manifest.size()));
        } else {
            response.send(library.document(address.repository(), manifest).orElseThrow(() -> unknown(address)));
        }
    }

    private static Refusal unknown(Address.Manifest address) {
        return new Refusal(ErrorCode.MANIFEST_UNKNOWN)
                .about("name", address.repository())
                .about("reference", address.name());
    }

    void tags(RepositoryName repository, Request request, Response response) throws IOException {
        int limit = limit(request);
        List<String> tags = library.tags(repository, last(request), limit + 1)
                .orElseThrow(() -> new Refusal(ErrorCode.NAME_UNKNOWN).about("name", repository));
        Map<String, Object> answer = Map.of(
                "name", repository.text(), "tags", page(tags, limit, request, response, Function.identity(), Map.of()));
        json(response, answer);
    }

    void repositories(Request request, Response response) throws IOException {
        int limit = limit(request);
        List<String> names = library.repositories(last(request), limit + 1);
        json(response, Map.of("repositories", page(names, limit, request, response, Function.identity(), Map.of())));
    }

    void referrers(Address.Referrers address, Request request, Response response) throws IOException {
        String type = request.query("artifactType").orElse("");
        List<Descriptor> found =
                library.referrers(address.repository(), address.subject(), type, last(request), MOST_REFERRERS + 1);
        Map<String, String> filter = type.isEmpty() ? Map.of() : Map.of("artifactType", type);
        List<Descriptor> manifests =
                page(found, MOST_REFERRERS, request, response, d -> d.digest().toString(), filter);
        if (!type.isEmpty()) {
            response.header("OCI-Filters-Applied", "artifactType");
        }
        response.header("Content-Type", MediaTypes.OCI_INDEX)
                .send(Json.bytes(new Referrers(2, MediaTypes.OCI_INDEX, manifests)));
    }

    private record Referrers(int schemaVersion, String mediaType, List<Descriptor> manifests) {}

    /** What fits, and a link to the rest where there is one. */
    private static <T> List<T> page(
            List<T> found,
            int limit,
            Request request,
            Response response,
            Function<T, String> key,
            Map<String, String> more) {
        if (found.size() <= limit) {
            return found;
        }
        List<T> page = found.subList(0, limit);
        if (limit > 0) {
            StringBuilder query = new StringBuilder("?n=" + limit + "&last=" + escaped(key.apply(page.getLast())));
            more.forEach(
                    (name, value) -> query.append('&').append(name).append('=').append(escaped(value)));
            response.header("Link", "<" + request.path() + query + ">; rel=\"next\"");
        }
        return page;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String last(Request request) {
        return request.query("last").orElse("");
    }

    private static int limit(Request request) {
        Optional<String> text = request.query("n").filter(n -> !n.isEmpty());
        if (text.isEmpty()) {
            return MOST;
        }
        if (!text.get().matches("[0-9]{1,9}")) {
            throw new Refusal(ErrorCode.PAGINATION_NUMBER_INVALID).about("n", bounded(text.get()));
        }
        return Math.min(MOST, Integer.parseInt(text.get()));
    }

    private static String bounded(String text) {
        return text.length() > 20 ? text.substring(0, 20) + "…" : text;
    }

    private static void json(Response response, Object value) throws IOException {
        response.header("Content-Type", "application/json").send(Json.bytes(value));
    }
}
