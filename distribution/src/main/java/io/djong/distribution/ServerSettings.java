package io.djong.distribution;

import io.djong.distribution.catalog.Keeping;
import io.djong.distribution.proxy.Upstreams;
import io.djong.http.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a registry server is to do.
 *
 * @param root the directory that holds everything: content, records, uploads
 * @param readOnly whether nothing may be pushed or deleted
 * @param upstreams the registries that this one is a cache of
 * @param collected how often garbage is collected besides after deletions
 * @param metrics the path of the metrics; empty for none
 */
public record ServerSettings(
        Path root,
        List<ListenAddress> addresses,
        boolean readOnly,
        Keeping keeping,
        Optional<Upstreams> upstreams,
        Duration collected,
        Optional<String> metrics) {

    public ServerSettings {
        addresses = List.copyOf(addresses);
    }

    /** A server with the usual settings. */
    public static ServerSettings of(Path root, List<ListenAddress> addresses) {
        return new ServerSettings(
                root,
                addresses,
                false,
                Keeping.DEFAULT,
                Optional.empty(),
                Duration.ofHours(1),
                Optional.of("/metrics"));
    }

    public ServerSettings caching(Upstreams others) {
        return new ServerSettings(root, addresses, readOnly, keeping, Optional.of(others), collected, metrics);
    }

    public ServerSettings keeping(Keeping other) {
        return new ServerSettings(root, addresses, readOnly, other, upstreams, collected, metrics);
    }
}
