package io.djong.registry;

import io.djong.model.Reference;
import io.djong.registry.Authorizer.Access;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

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
     * Where to ask, in this order. Who may speak plain HTTP is asked by HTTPS first. The exception is loopback, where
     * nobody listens in: plain HTTP comes first there, because TLS costs a JVM a quarter of a second to get going.
     */
    List<Endpoint> endpoints(Reference reference) {
        boolean hub = reference.domain().equals(Reference.DEFAULT_DOMAIN);
        String authority = hub ? DOCKER_HUB : reference.domain();
        Endpoint secure = Endpoint.origin("https", authority);
        Endpoint plain = Endpoint.origin("http", authority);
        List<Endpoint> endpoints = new ArrayList<>(hub ? mirrors : List.of());
        if (insecure.isLoopback(authority)) {
            endpoints.add(plain);
            endpoints.add(secure);
        } else if (insecure.contains(authority)) {
            endpoints.add(secure);
            endpoints.add(plain);
        } else {
            endpoints.add(secure);
        }
        return List.copyOf(endpoints);
    }

    @Override
    public void close() {
        transport.close();
    }
}
