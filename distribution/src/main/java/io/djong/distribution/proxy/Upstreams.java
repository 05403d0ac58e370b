package io.djong.distribution.proxy;

import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Reference;
import io.djong.registry.Credentials;
import io.djong.registry.RegistryClient;
import io.djong.registry.Repository;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registries that this one is a cache of, and how they are reached.
 *
 * @param credentials by the registry's host
 * @param fresh how long a tag is taken to be what it was
 */
public record Upstreams(
        List<Upstream> all, RegistryClient client, Map<String, Credentials> credentials, Duration fresh) {

    public Upstreams {
        all = all.stream()
                .sorted(Comparator.comparingInt(
                        (Upstream upstream) -> -upstream.prefix().length()))
                .toList();
        credentials = Map.copyOf(credentials);
    }

    public boolean has(RepositoryName repository) {
        return origin(repository).isPresent();
    }

    /** What the repository is called where it comes from: by the upstream with the longest prefix. */
    Optional<Reference> origin(RepositoryName repository) {
        return all.stream()
                .flatMap(upstream -> upstream.origin(repository).stream())
                .findFirst();
    }

    Repository open(Reference origin) {
        return client.repository(origin, credentials.getOrDefault(origin.domain(), Credentials.ANONYMOUS));
    }
}
