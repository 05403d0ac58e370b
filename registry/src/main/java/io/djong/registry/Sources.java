package io.djong.registry;

import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.RegistrySettings.Patience;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Where one operation gets its content from: the registry and its mirrors, the best first. Small things are raced for; a
 * blob comes from one site at a time, another taking over where that fails. What matches its digest is good wherever it
 * came from.
 *
 * <p>Safe for use by the operation's threads.
 */
final class Sources {
    private final List<Site> mirrors;
    private final Site origin;
    private final MirrorMemory memory;
    private final Transport transport;
    private final Patience patience;
    /** Who served of which blob, as long as it is not known to be right. */
    private final Map<Digest, Set<Site>> served = new ConcurrentHashMap<>();
    /** One of them served wrong bytes of the blob. */
    private final Map<Digest, Set<Site>> doubted = new ConcurrentHashMap<>();

    /** Which mirrors said that a tag stands for which manifest. */
    private final Map<Digest, Set<String>> resolvers = new ConcurrentHashMap<>();

    private final Set<String> useful = new ConcurrentSkipListSet<>();
    private final Set<Site> wrong = ConcurrentHashMap.newKeySet();

    Sources(List<Site> mirrors, Site origin, MirrorMemory memory, Transport transport, Patience patience) {
        this.mirrors = List.copyOf(mirrors);
        this.origin = origin;
        this.memory = memory;
        this.transport = transport;
        this.patience = patience;
    }

    /** A blob's answer, and who gives it. */
    record Opened(Optional<Site> site, Answer answer, boolean hasOthers) {}

    /** The registry itself, which alone is written to. */
    Site origin() {
        return origin;
    }

    /** Asks for something small. */
    <T> T race(Site.Step<T> step) throws RegistryFailure {
        try {
            Race.Won<T> won = new Race<>(order(), step, memory, patience.headStart()).run();
            useful.add(won.site().name());
            return won.result();
        } finally {
            remember();
        }
    }

    private List<Site> order() {
        List<Site> order = new ArrayList<>(memory.ordered(mirrors));
        order.add(origin);
        return order;
    }

    /**
     * Asks for a blob from an offset on.
     *
     * @param avoided asked last
     * @throws RegistryFailure the registry's own, or if it was not asked the last
     */
    Opened open(String path, Descriptor blob, long offset, Set<Site> avoided) throws RegistryFailure {
        List<Site> order = order();
        order.sort(Comparator.comparingInt(site -> rank(site, blob, avoided)));
        if (order.size() == 1) {
            return open(order.getFirst(), new BlobRequest(path, blob, offset, Optional.empty()));
        }
        RegistryFailure last = null;
        List<Site> slow = new ArrayList<>();
        for (Site site : order) {
            try {
                return open(site, new BlobRequest(path, blob, offset, Optional.of(patience.eager())));
            } catch (RegistryFailure failure) {
                failed(site, failure);
                last = failure;
                if (failure.temporary()) {
                    slow.add(site);
                }
            }
        }
        for (Site site : slow) {
            try {
                return open(site, new BlobRequest(path, blob, offset, Optional.empty()));
            } catch (RegistryFailure failure) {
                last = failure;
            }
        }
        if (last == null) {
            throw new IllegalStateException("no site to ask");
        }
        throw last;
    }

    /** Of those who are doubted the one that has begun goes on: only who served all of it can be found wrong. */
    private int rank(Site site, Descriptor blob, Set<Site> avoided) {
        boolean doubt = doubted.getOrDefault(blob.digest(), Set.of()).contains(site);
        if (doubt) {
            return avoided.contains(site) ? 2 : 3;
        }
        return avoided.contains(site) ? 1 : 0;
    }

    private Opened open(Site site, BlobRequest request) throws RegistryFailure {
        Answer answer = site.ask(request::send);
        useful.add(site.name());
        memory.served(site);
        remember();
        served.computeIfAbsent(request.blob().digest(), _ -> ConcurrentHashMap.newKeySet())
                .add(site);
        return new Opened(Optional.of(site), answer, request.limits().isPresent());
    }

    /** A layer that may not be in registries (OCI image spec, non-distributable layers) names where else it is. */
    Opened openElsewhere(Descriptor blob, long offset, RegistryFailure failure) throws RegistryFailure {
        RegistryFailure last = failure;
        for (String url : blob.urls()) {
            Optional<URI> uri = webUrl(url);
            if (uri.isPresent()) {
                try {
                    BlobRequest request = new BlobRequest("", blob, offset, Optional.empty());
                    return new Opened(Optional.empty(), request.sendTo(transport, uri.get()), false);
                } catch (RegistryFailure e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    private static Optional<URI> webUrl(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean hasOther(Descriptor blob, Set<Site> avoided) {
        return order().stream().anyMatch(site -> rank(site, blob, avoided) == 0);
    }

    void failed(Site site, RegistryFailure failure) {
        memory.failed(site, failure);
        if (failure.kind() == Kind.MALFORMED && site.isMirror()) {
            wrong.add(site);
        }
        remember();
    }

    /**
     * Is told that a blob did not match its digest. A mirror that served it alone is put aside; of several each is
     * doubted, and asked for this blob only where nobody else is left.
     *
     * @return whether another try may do better
     */
    boolean distrust(Descriptor blob) {
        Set<Site> suspects = served.remove(blob.digest());
        if (suspects == null || suspects.isEmpty() || suspects.equals(Set.of(origin))) {
            return false;
        }
        if (suspects.size() == 1) {
            Site mirror = suspects.iterator().next();
            wrong.add(mirror);
            memory.putAside(mirror, "it served wrong content for " + blob.digest());
            remember();
        }
        return doubted.computeIfAbsent(blob.digest(), _ -> ConcurrentHashMap.newKeySet())
                .addAll(suspects);
    }

    void resolved(Digest manifest, Endpoint endpoint) {
        if (endpoint.isMirror()) {
            resolvers
                    .computeIfAbsent(manifest, _ -> ConcurrentHashMap.newKeySet())
                    .add(endpoint.name());
        }
    }

    /** As {@link #distrust(Descriptor)}, of the manifest that a tag was said to stand for. */
    boolean distrust(ManifestContent tagged) {
        Set<String> liars = resolvers.remove(tagged.descriptor().digest());
        if (liars == null) {
            return false;
        }
        for (Site mirror : mirrors) {
            if (liars.contains(mirror.name())) {
                wrong.add(mirror);
                memory.putAside(mirror, "it served a manifest of which nobody has the content");
            }
        }
        remember();
        return true;
    }

    /** Which mirrors were of use, and which were not, in words for users. Nothing where there are none. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!mirrors.isEmpty() && !useful.isEmpty()) {
            remarks.add("Served by " + String.join(", ", useful));
        }
        for (Site mirror : mirrors) {
            if (wrong.contains(mirror)) {
                String why = memory.aside(mirror).orElse("it served wrong content");
                remarks.add("Mirror " + mirror.name() + " is put aside: " + why);
            }
        }
        return remarks;
    }

    private void remember() {
        if (!mirrors.isEmpty()) {
            memory.keep();
        }
    }
}
