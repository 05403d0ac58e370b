package io.djong.registry;

import io.djong.model.Reference;
import io.djong.registry.Authorizer.Access;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How registries are reached by one state of the settings. */
record Reach(
        RegistrySettings settings,
        InsecureRegistries insecure,
        Transport transport,
        HostDirectories directories,
        InstantSource clock) {
    private static final String DOCKER_HUB = "registry-1.docker.io";

    /** @throws io.djong.model.error.InvalidArgument if an insecure registry does not parse */
    static Reach by(RegistrySettings settings, InstantSource clock) {
        InsecureRegistries insecure = new InsecureRegistries(settings.insecureRegistries());
        return new Reach(
                settings,
                insecure,
                new Transport(settings, insecure),
                new HostDirectories(settings.hostDirectories()),
                clock);
    }

    Authorizer authorizer(Endpoint endpoint, Access access) {
        return new Authorizer(transport, insecure, clock, endpoint, access);
    }

    /** The routes to a registry, in the order of {@link #origins}. */
    List<Route> routes(List<Endpoint> endpoints, Access access) {
        return endpoints.stream()
                .map(endpoint -> new Route(transport, endpoint, authorizer(endpoint, access)))
                .toList();
    }

    /** The endpoints that are asked for a registry's content before it. */
    List<Endpoint> mirrors(String domain) {
        List<URI> own = settings.registryMirrors().getOrDefault(domain, List.of());
        List<URI> hub = domain.equals(Reference.DEFAULT_DOMAIN) ? settings.mirrors() : List.of();
        List<Endpoint> written =
                directories.hosts(domain).map(HostsFile::mirrors).orElse(List.of());
        return Stream.concat(
                        written.stream(),
                        Stream.concat(own.stream(), hub.stream()).distinct().map(Endpoint::mirror))
                .toList();
    }

    /**
     * The registry itself, by the routes that may be tried in this order. Who may speak plain HTTP is asked by HTTPS
     * first. The exception is loopback, where nobody listens in: plain HTTP comes first there, because TLS costs a JVM a
     * quarter of a second to get going.
     */
    List<Endpoint> origins(String domain) {
        Optional<Endpoint> server = directories.hosts(domain).flatMap(HostsFile::server);
        if (server.isPresent()) {
            return List.of(server.get());
        }
        String authority = domain.equals(Reference.DEFAULT_DOMAIN) ? DOCKER_HUB : domain;
        Endpoint secure = Endpoint.origin("https", authority);
        Endpoint plain = Endpoint.origin("http", authority);
        if (insecure.isLoopback(authority)) {
            return List.of(plain, secure);
        }
        boolean direct = settings.proxies().proxyFor(secure.api()).isEmpty();
        boolean trusted = direct ? insecure.contains(authority) : insecure.names(authority);
        return trusted ? List.of(secure, plain) : List.of(secure);
    }

    /** Where pushes go: the registry itself, unless its {@code hosts.toml} names another host for them. */
    List<Endpoint> pushed(String domain) {
        return directories
                .hosts(domain)
                .flatMap(HostsFile::pushed)
                .map(List::of)
                .orElseGet(() -> origins(domain));
    }
}
