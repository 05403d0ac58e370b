package io.djong.registry;

import io.djong.model.Reference;
import io.djong.registry.Authorizer.Access;
import io.djong.registry.RegistrySettings.Patience;
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
    private final InstantSource clock;
    private final MirrorMemory memory;
    private volatile Reach reach;

    /**
     * Makes a client that has no connection yet.
     *
     * @throws io.djong.model.error.InvalidArgument if a mirror or an insecure registry does not parse
     */
    public RegistryClient(RegistrySettings settings, InstantSource clock) {
        this.clock = clock;
        this.memory = new MirrorMemory(settings.memory(), clock);
        this.reach = Reach.by(settings, clock);
    }

    /** The settings of now. */
    public RegistrySettings settings() {
        return reach.settings();
    }

    /**
     * Takes other settings, but for the file of the memory. What has begun ends by those that it began with: their
     * connections are not closed, but go once nobody uses them.
     */
    public void configure(RegistrySettings changed) {
        if (!changed.equals(reach.settings())) {
            reach = Reach.by(changed, clock);
        }
    }

    /** The repository that a reference names, for reading. Nothing is sent yet. */
    public Repository repository(Reference reference, Credentials credentials) {
        Reach now = reach;
        Access access = new Access(credentials, List.of(scope(reference.path(), "pull")));
        List<Site> sites = now.mirrors(reference.domain()).stream()
                .map(endpoint -> new Site(now.routes(List.of(endpoint), access)))
                .toList();
        Site origin = new Site(now.routes(now.origins(reference.domain()), access));
        Patience patience = now.settings().patience();
        return new Repository(reference, new Sources(sites, origin, memory, now.transport(), patience), patience);
    }

    /**
     * The repository that a reference names, for writing. Nothing is sent yet.
     *
     * @param others repositories of the same registry that blobs may be taken from
     */
    public PushTarget target(Reference reference, List<String> others, Credentials credentials) {
        Reach now = reach;
        List<String> scopes = new ArrayList<>(List.of(scope(reference.path(), "pull,push")));
        others.forEach(other -> scopes.add(scope(other, "pull")));
        Site origin = new Site(now.routes(now.pushed(reference.domain()), new Access(credentials, scopes)));
        return new PushTarget(reference, origin, now.settings().patience());
    }

    private static String scope(String repository, String actions) {
        return "repository:" + repository + ":" + actions;
    }

    /**
     * Asks a registry whether it takes these credentials.
     *
     * @param authority host, and port where it is not the usual one; Docker Hub by the name of its images' domain
     * @return the token to use instead of a password, where the registry gives one
     * @throws io.djong.model.error.Unauthorized if it does not take them
     */
    public Optional<String> login(String authority, Credentials credentials) {
        Reach now = reach;
        return new LoginAttempt(now.origins(authority).stream()
                        .map(endpoint -> {
                            Authorizer authorizer = now.authorizer(endpoint, new Access(credentials, List.of()));
                            return new LoginAttempt.Door(new Route(now.transport(), endpoint, authorizer), authorizer);
                        })
                        .toList())
                .run();
    }

    /** What is known of every mirror in the settings. */
    public List<MirrorStatus> mirrors() {
        RegistrySettings settings = settings();
        return Stream.concat(
                        settings.mirrors().stream(),
                        settings.registryMirrors().values().stream().flatMap(List::stream))
                .map(uri -> memory.status(Endpoint.mirror(uri).name()))
                .toList();
    }

    List<Endpoint> origins(String domain) {
        return reach.origins(domain);
    }

    List<Endpoint> pushed(String domain) {
        return reach.pushed(domain);
    }

    /**
     * Looks for repositories.
     *
     * @param domain of the registry, as references have it
     * @param limit how many at the most
     */
    public List<FoundRepository> search(String domain, String term, int limit, Credentials credentials) {
        Reach now = reach;
        if (domain.equals(Reference.DEFAULT_DOMAIN)) {
            return Search.hub(now.transport(), term, limit, credentials);
        }
        Access access = new Access(credentials, List.of("registry:catalog:*"));
        return Search.catalogue(now.routes(now.origins(domain), access), domain, term, limit);
    }

    /** Begins to download a file that is in no registry. */
    public Download download(URI uri) {
        return Download.begin(reach.transport(), uri);
    }

    @Override
    public void close() {
        reach.transport().close();
    }
}
