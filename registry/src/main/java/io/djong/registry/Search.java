package io.djong.registry;

import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.error.Unauthorized;
import io.djong.model.json.Json;
import io.djong.registry.RegistryFailure.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Looks for repositories: at Docker Hub by its search, which ranks them; at other registries by the names in their
 * catalogue (OCI distribution spec, "Listing repositories" of older versions), as far as they let it be read.
 */
final class Search {
    private static final String HUB = "https://index.docker.io/v1/search";
    private static final int MAX_ANSWER = 4 << 20;
    private static final int PAGE = 1000;
    private static final int MAX_PAGES = 20;

    private Search() {}

    static List<FoundRepository> hub(Transport transport, String term, int limit, Credentials credentials) {
        URI uri = URI.create(HUB + "?q=" + encoded(term) + "&n=" + limit);
        Call call = Call.get(uri, Map.of("X-Docker-Token", "true")).authorized(basic(credentials));
        try (Answer answer = transport.send(call)) {
            if (answer.status() != 200) {
                throw answer.failure();
            }
            return found(answer.read(MAX_ANSWER));
        } catch (RegistryFailure failure) {
            throw translated(failure);
        }
    }

    private static Optional<String> basic(Credentials credentials) {
        return credentials instanceof Credentials.Basic(String user, String password)
                ? Optional.of("Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /** What the Hub's answer lists. */
    static List<FoundRepository> found(byte[] answer) {
        List<FoundRepository> found = new ArrayList<>();
        for (JsonNode each : Json.tree(answer).path("results")) {
            found.add(new FoundRepository(
                    each.path("name").asString(""),
                    each.path("description").asString(""),
                    each.path("star_count").asInt(0),
                    each.path("is_official").asBoolean(false)));
        }
        return found;
    }

    /** Those of a registry's repositories whose names contain the term, named so that they can be pulled. */
    static List<FoundRepository> catalogue(List<Route> routes, String domain, String term, int limit) {
        RegistryFailure last = null;
        for (Route route : routes) {
            try {
                return catalogue(route, domain, term.toLowerCase(Locale.ROOT), limit);
            } catch (RegistryFailure failure) {
                if (last != null) {
                    failure.addSuppressed(last);
                }
                last = failure;
                if (failure.kind() == Kind.REFUSED || route.alive()) {
                    break;
                }
            }
        }
        if (last == null) {
            throw new IllegalStateException("no route to " + domain);
        }
        throw translated(last);
    }

    private static List<FoundRepository> catalogue(Route route, String domain, String term, int limit)
            throws RegistryFailure {
        List<FoundRepository> found = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            List<String> names = names(route, after);
            for (String name : names) {
                if (name.contains(term) && found.size() < limit) {
                    found.add(new FoundRepository(domain + "/" + name, "", 0, false));
                }
            }
            if (names.size() < PAGE || found.size() == limit) {
                break;
            }
            after = "&last=" + encoded(names.getLast());
        }
        return found;
    }

    private static List<String> names(Route route, String after) throws RegistryFailure {
        try (Answer answer = route.get("/_catalog?n=" + PAGE + after, Map.of())) {
            if (answer.status() != 200) {
                throw answer.failure();
            }
            List<String> names = new ArrayList<>();
            Json.tree(answer.read(MAX_ANSWER)).path("repositories").forEach(name -> names.add(name.asString("")));
            return names;
        } catch (InvalidArgument e) {
            throw RegistryFailure.of(
                    Kind.MALFORMED, route.endpoint().api(), "the catalogue is not JSON: " + e.message(), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static EngineException translated(RegistryFailure failure) {
        String words = String.valueOf(failure.getMessage());
        return switch (failure.status()) {
            case 401, 403 -> new Unauthorized(words, failure);
            case 404 -> new NotFound("the registry cannot be searched: " + words, failure);
            default -> new Internal(words, failure);
        };
    }
}
