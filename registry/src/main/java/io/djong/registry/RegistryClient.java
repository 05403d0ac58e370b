package io.djong.registry;

import io.djong.model.Reference;
import io.djong.registry.Authorizer.Access;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Speaks the OCI distribution protocol, version 1.1, and what Docker's registries make of it.
 *
 * <p>Holds connections, opened at the first use and closed by {@link #close}; no credentials and no state of a pull.
 */
public final class RegistryClient implements AutoCloseable {
    private static final String DOCKER_HUB = "registry-1.docker.io";

    private final RegistrySettings settings;
    private final InstantSource clock;
    private final InsecureRegistries insecure;
    private final Transport transport;
    private final List<Endpoint> mirrors;

    /**
     * Makes a client that has no connection yet.
     *
     * @throws io.djong.model.error.InvalidArgument if a mirror or an insecure registry does not parse
     */
    public RegistryClient(RegistrySettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.insecure = new InsecureRegistries(settings.insecureRegistries());
        this.transport = new Transport(settings, insecure);
        this.mirrors = settings.mirrors().stream().map(Endpoint::mirror).toList();
    }

    /** The repository that a reference names, for reading. Nothing is sent yet. */
    public Repository repository(Reference reference, Credentials credentials) {
        Access access = new Access(credentials, "repository:" + reference.path() + ":pull");
        List<Route> routes = new ArrayList<>();
        for (Endpoint endpoint : endpoints(reference)) {
            Authorizer authorizer = new Authorizer(transport, insecure, clock, endpoint, access);
            routes.add(new Route(transport, endpoint, authorizer));
        }
        return new Repository(reference, routes, settings.patience());
    }

    /**
     * Asks a registry whether it takes these credentials.
     *
     * @param authority host, and port where it is not the usual one; Docker Hub by the name of its images' domain
     * @return the token to use instead of a password, where the registry gives one
     * @throws io.djong.model.error.Unauthorized if it does not take them
     */
    public Optional<String> login(String authority, Credentials credentials) {
        return new LoginAttempt(origins(authority).stream()
                        .map(endpoint -> {
                            Authorizer authorizer = new Authorizer(
                                    transport, insecure, clock, endpoint, new Access(credentials, Access.LOGIN));
                            return new LoginAttempt.Door(new Route(transport, endpoint, authorizer), authorizer);
                        })
                        .toList())
                .run();
    }

    /**
     * Where to ask, in this order. Who may speak plain HTTP is asked by HTTPS first. The exception is loopback, where
     * nobody listens in: plain HTTP comes first there, because TLS costs a JVM a quarter of a second to get going.
     */
    List<Endpoint> endpoints(Reference reference) {
        List<Endpoint> endpoints =
                new ArrayList<>(reference.domain().equals(Reference.DEFAULT_DOMAIN) ? mirrors : List.of());
        endpoints.addAll(origins(reference.domain()));
        return List.copyOf(endpoints);
    }

    /** The registry itself, without its mirrors. */
    List<Endpoint> origins(String domain) {
        String authority = domain.equals(Reference.DEFAULT_DOMAIN) ? DOCKER_HUB : domain;
        Endpoint secure = Endpoint.origin("https", authority);
        Endpoint plain = Endpoint.origin("http", authority);
        if (insecure.isLoopback(authority)) {
            return List.of(plain, secure);
        }
        return insecure.contains(authority) ? List.of(secure, plain) : List.of(secure);
    }

    /**
     * Looks for repositories.
     *
     * @param domain of the registry, as references have it
     * @param limit how many at the most
     */
    public List<FoundRepository> search(String domain, String term, int limit, Credentials credentials) {
        if (domain.equals(Reference.DEFAULT_DOMAIN)) {
            return Search.hub(transport, term, limit, credentials);
        }
        Access access = new Access(credentials, "registry:catalog:*");
        List<Route> routes = origins(domain).stream()
                .map(endpoint ->
                        new Route(transport, endpoint, new Authorizer(transport, insecure, clock, endpoint, access)))
                .toList();
        return Search.catalogue(routes, domain, term, limit);
    }

    /** Begins to download a file that is in no registry. */
    public Download download(URI uri) {
        return Download.begin(transport, uri);
    }

    @Override
    public void close() {
        transport.close();
    }
}
