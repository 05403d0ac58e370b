package io.djong.engine.system;

import io.djong.model.Filters;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageConfig;
import io.djong.model.image.Manifest;
import io.djong.model.json.Json;
import io.djong.model.text.GoBool;
import io.djong.registry.Credentials;
import io.djong.registry.FoundRepository;
import io.djong.registry.ManifestContent;
import io.djong.registry.RegistryClient;
import io.djong.registry.Repository;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is asked of registries without anything being pulled: what there is, and what a name stands for. */
public final class RegistryQueries {
    private static final Set<String> FILTERS = Set.of("is-automated", "is-official", "stars");
    private static final int USUAL = 25;
    private static final int MOST = 100;

    private final RegistryClient registries;

    public RegistryQueries(RegistryClient registries) {
        this.registries = registries;
    }

    /** What a name stands for in its registry, and the platforms that it is there for. */
    public record Distribution(Descriptor descriptor, List<Platform> platforms) {
        public Distribution {
            platforms = List.copyOf(platforms);
        }
    }

    /** Asks for the index or manifest of a name. */
    public Distribution inspect(Reference reference, Credentials credentials) {
        Reference exact = reference.orLatest();
        Repository repository = registries.repository(exact, credentials);
        ManifestContent content = repository.manifest(exact);
        return new Distribution(content.descriptor(), platforms(repository, content));
    }

    private static List<Platform> platforms(Repository repository, ManifestContent content) {
        if (content.isIndex()) {
            return content.index().manifests().stream()
                    .map(Descriptor::targetPlatform)
                    .flatMap(Optional::stream)
                    .toList();
        }
        Manifest manifest = content.manifest();
        ImageConfig config = Json.read(repository.blob(manifest.config()), ImageConfig.class);
        return config.os().isEmpty() ? List.of() : List.of(config.platform());
    }

    /**
     * Looks for repositories, at Docker Hub unless the term begins with a registry's name.
     *
     * @param limit how many at the most; 0 for the usual number
     */
    public List<FoundRepository> search(String term, int limit, Filters filters, Credentials credentials) {
        filters.requireKnown(FILTERS);
        boolean automated = flag(filters, "is-automated").orElse(false);
        Optional<Boolean> official = flag(filters, "is-official");
        int stars = filters.get("stars").stream()
                .mapToInt(RegistryQueries::stars)
                .max()
                .orElse(0);
        if (limit < 0 || limit > MOST) {
            throw new InvalidArgument("limit " + limit + " is outside the range of [1, 100]");
        }
        if (term.contains("://")) {
            throw new InvalidArgument(
                    "invalid repository name: repository name (" + term + ") should not have a scheme");
        }
        if (automated) {
            return List.of(); // Docker has none of these any more
        }
        return found(term, limit == 0 ? USUAL : limit, credentials).stream()
                .filter(each ->
                        official.map(wanted -> wanted == each.official()).orElse(true))
                .filter(each -> each.stars() >= stars)
                .toList();
    }

    private List<FoundRepository> found(String term, int limit, Credentials credentials) {
        int slash = term.indexOf('/');
        String first = slash < 0 ? "" : term.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        if (registry && !first.equals(Reference.DEFAULT_DOMAIN) && !first.equals("index.docker.io")) {
            return registries.search(first, term.substring(slash + 1), limit, credentials);
        }
        String rest = registry ? term.substring(slash + 1) : term;
        String library = "library/";
        String name = rest.startsWith(library) ? rest.substring(library.length()) : rest;
        return registries.search(Reference.DEFAULT_DOMAIN, name, limit, credentials);
    }

    private static Optional<Boolean> flag(Filters filters, String name) {
        return filters.get(name).stream()
                .findFirst()
                .map(text -> GoBool.parse(text)
                        .orElseThrow(() -> new InvalidArgument("invalid filter '" + name + "=" + text + "'")));
    }

    private static int stars(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid filter 'stars=" + text + "'", e);
        }
    }
}
