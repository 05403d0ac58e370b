package io.djong.registry;

import io.djong.model.Reference;
import io.djong.registry.Authorizer.Access;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final MirrorMemory memory;
    private final HostDirectories directories;

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
        this.directories = new HostDirectories(settings.hostDirectories());
        this.memory = new MirrorMemory(settings.memory(), clock);
    }

    /** The repository that a reference names, for reading. Nothing is sent yet. */
    public Repository repository(Reference reference, Credentials credentials) {
        Access access = new Access(credentials, List.of(scope(reference.path(), "pull")));
        List<Site> sites = mirrors(reference.domain()).stream()
                .map(endpoint -> site(List.of(endpoint), access))
                .toList();
        Site origin = site(origins(reference.domain()), access);
        Sources sources = new Sources(sites, origin, memory, transport, settings.patience());
        return new Repository(reference, sources, settings.patience());
    }

    /**
     * The repository that a reference names, for writing. Nothing is sent yet.
     *
     * @param others repositories of the same registry that blobs may be taken from
     */
    public PushTarget target(Reference reference, List<String> others, Credentials credentials) {
        List<String> scopes = new ArrayList<>(List.of(scope(reference.path(), "pull,push")));
        others.forEach(other -> scopes.add(scope(other, "pull")));
        Site origin = site(pushed(reference.domain()), new Access(credentials, scopes));
        return new PushTarget(reference, origin, settings.patience());
    }

    private static String scope(String repository, String actions) {
        return "repository:" + repository + ":" + actions;
    }

    private Site site(List<Endpoint> endpoints, Access access) {
        return new Site(endpoints.stream()
                .map(endpoint ->
                        new Route(transport, endpoint, new Authorizer(transport, insecure, clock, endpoint, access)))
                .toList());
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
                                    transport, insecure, clock, endpoint, new Access(credentials, List.of()));
                            return new LoginAttempt.Door(new Route(transport, endpoint, authorizer), authorizer);
                        })
                        .toList())
                .run();
    }

    /** What is known of every mirror in the settings. */
    public List<MirrorStatus> mirrors() {
        return Stream.concat(
                        settings.mirrors().stream(),
                        settings.registryMirrors().values().stream().flatMap(List::stream))
                .map(uri -> memory.status(Endpoint.mirror(uri).name()))
                .toList();
    }

    private List<Endpoint> mirrors(String domain) {
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
        Access access = new Access(credentials, List.of("registry:catalog:*"));
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
