package io.djong.distribution.proxy;

import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import java.util.Optional;

/**
 * A registry whose repositories are to be had here too, below a prefix.
 *
 * @param prefix the beginning of their names here, without a slash at its end; empty where they have the same names
 * @param registry the registry's host, and port where it has one
 */
public record Upstream(String prefix, String registry) {
    public Upstream {
        if (!prefix.isEmpty()) {
            var _ = new RepositoryName(prefix);
        }
        var _ = Reference.parse(registry + "/name"); // throws if it is no host
        if (!registry.contains(".") && !registry.contains(":") && !registry.equals("localhost")) {
            throw new InvalidArgument("not a registry's host: " + registry);
        }
    }

    /** What a repository here is called there; empty where it is not the upstream's. */
    Optional<Reference> origin(RepositoryName repository) {
        String name = repository.text();
        if (!repository.isBelow(prefix) || name.equals(prefix)) {
            return Optional.empty();
        }
        String path = prefix.isEmpty() ? name : name.substring(prefix.length() + 1);
        try {
            return Optional.of(Reference.parse(registry + "/" + path).repository());
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }
}
