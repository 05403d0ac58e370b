package io.djong.registry;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.RegistrySettings.Patience;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * One repository of one registry, reached through its mirrors and endpoints in their order, on behalf of one user.
 *
 * <p>Made for one operation, such as a pull, and then forgotten: it holds the credentials, the tokens and the knowledge
 * of which endpoints are dead. Safe for use by the operation's threads; every method blocks. An interrupt ends a method
 * with {@link Cancelled}. All failures are {@link EngineException}s in Docker's words, with a {@link RegistryFailure}
 * as the cause.
 */
public final class Repository {
    /** What the OCI distribution specification asks registries to allow at least. */
    static final int MAX_MANIFEST = 4 << 20;

    private static final String ACCEPT_MANIFESTS = String.join(", ", MediaTypes.MANIFESTS);

    private final Reference name;
    private final List<Route> routes;
    private final Patience patience;
    private final Set<Route> dead = ConcurrentHashMap.newKeySet();

    Repository(Reference name, List<Route> routes, Patience patience) {
        this.name = name.repository();
        this.routes = List.copyOf(routes);
        this.patience = patience;
    }

    /** What the tag or digest stands for now, without its content; empty where the registry does not tell. */
    public Optional<Descriptor> head(Reference reference) {
        return attempt(reference, route -> {
            try (Answer answer = route.head(manifestPath(reference), Map.of("Accept", ACCEPT_MANIFESTS))) {
                return answer.status() == 200 ? described(answer) : Optional.empty();
            }
        });
    }

    /**
     * Fetches the manifest or the index of a tag or digest.
     *
     * @throws io.djong.model.error.NotFound if there is none, or it is not for this user to see
     */
    public ManifestContent manifest(Reference reference) {
        return attempt(reference, route -> fetch(route, reference));
    }

    /** Fetches a manifest that an index names; it must match the descriptor. */
    public ManifestContent manifest(Descriptor descriptor) {
        ManifestContent content = manifest(name.withDigest(descriptor.digest()));
        if (content.descriptor().size() != descriptor.size()) {
            throw new InvalidArgument("manifest " + descriptor.digest() + " is "
                    + content.descriptor().size() + " bytes long, its descriptor says " + descriptor.size());
        }
        return content;
    }

    /** Fetches a small blob whole, such as a config, and verifies it. */
    public byte[] blob(Descriptor descriptor) {
        if (descriptor.size() > MAX_MANIFEST) {
            throw new InvalidArgument("blob " + descriptor.digest() + " is too large: " + descriptor.size() + " bytes");
        }
        return attempt(name, route -> {
            try (Answer answer = BlobStream.request(route, blobPath(descriptor), descriptor, 0)) {
                byte[] bytes = answer.read((int) descriptor.size());
                verify(descriptor.digest(), bytes, answer.uri());
                return bytes;
            }
        });
    }

    /**
     * Opens a blob as a stream that begins at an offset and ends at the size that the descriptor says, and that goes on
     * by itself where the connection breaks. The content is not verified: it is for the reader to hash.
     *
     * <p>Reading throws {@link EngineException}, not {@code IOException}, once the registry has failed for good. The
     * first request is made here, so that a blob which is not there is told at once.
     */
    public InputStream open(Descriptor descriptor, long offset) {
        BlobStream stream = new BlobStream(this, descriptor, offset);
        stream.connect();
        return stream;
    }

    Answer openOnce(Descriptor descriptor, long offset) throws RegistryFailure {
        return first(route -> BlobStream.request(route, blobPath(descriptor), descriptor, offset));
    }

    Patience patience() {
        return patience;
    }

    EngineException translate(RegistryFailure failure) {
        return Words.forPull(failure, name);
    }

    private ManifestContent fetch(Route route, Reference reference) throws RegistryFailure {
        Answer answer = route.get(manifestPath(reference), Map.of("Accept", ACCEPT_MANIFESTS));
        if (answer.status() != 200) {
            throw answer.failure();
        }
        try (answer) {
            byte[] bytes = answer.read(MAX_MANIFEST);
            Digest digest = reference.digest().orElseGet(() -> Digest.sha256(bytes));
            verify(digest, bytes, answer.uri());
            return new ManifestContent(new Descriptor(mediaType(answer, bytes), digest, bytes.length), bytes);
        }
    }

    /** The document's own word on its type counts, where it has one; else the header's; else its shape's. */
    private static String mediaType(Answer answer, byte[] bytes) throws RegistryFailure {
        JsonNode tree;
        try {
            tree = Json.tree(bytes);
        } catch (InvalidArgument e) {
            throw RegistryFailure.of(Kind.MALFORMED, answer.uri(), "manifest is not JSON: " + e.message(), e);
        }
        String type = tree.path("mediaType").asString("");
        if (type.isEmpty()) {
            type = contentType(answer);
        }
        if (!MediaTypes.isIndex(type) && !MediaTypes.isManifest(type)) {
            type = guessed(tree, type);
        }
        return type;
    }

    private static String guessed(JsonNode tree, String type) {
        if (tree.path("manifests").isArray()) {
            return MediaTypes.OCI_INDEX;
        }
        return tree.path("config").isObject() ? MediaTypes.OCI_MANIFEST : type;
    }

    private static String contentType(Answer answer) {
        String value = answer.header("Content-Type").orElse("");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip();
    }

    private static Optional<Descriptor> described(Answer answer) {
        try {
            return answer.header("Docker-Content-Digest")
                    .map(Digest::parse)
                    .map(digest -> new Descriptor(
                            contentType(answer), digest, answer.contentLength().orElse(0)));
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }

    static void verify(Digest digest, byte[] bytes, URI uri) throws RegistryFailure {
        java.security.MessageDigest hasher = digest.hasher();
        hasher.update(bytes);
        if (!digest.matches(hasher)) {
            throw RegistryFailure.of(
                    Kind.MALFORMED,
                    uri,
                    "content of " + RegistryFailure.redacted(uri) + " does not match its digest " + digest);
        }
    }

    private String manifestPath(Reference reference) {
        String which =
                reference.digest().map(Digest::toString).or(reference::tag).orElse(Reference.DEFAULT_TAG);
        return "/v2/" + name.path() + "/manifests/" + which;
    }

    private String blobPath(Descriptor descriptor) {
        return "/v2/" + name.path() + "/blobs/" + descriptor.digest();
    }

    @FunctionalInterface
    private interface Step<T> {
        T on(Route route) throws RegistryFailure;
    }

    /** Goes along the routes, and once more after a pause where the failure is temporary and came quickly. */
    private <T> T attempt(Reference reference, Step<T> step) {
        int failures = 0;
        while (true) {
            try {
                return first(step);
            } catch (RegistryFailure failure) {
                failures++;
                boolean again = failure.kind() == Kind.REFUSED || failure.kind() == Kind.BROKEN;
                if (!again || !failure.temporary() || failures >= Math.min(3, patience.attempts())) {
                    throw Words.forPull(failure, reference);
                }
                pause(patience, failures);
            }
        }
    }

    /** The result of the first route that has one; the failure is that of the last one tried. */
    private <T> T first(Step<T> step) throws RegistryFailure {
        RegistryFailure last = null;
        Route lastTried = null;
        for (Route route : routes) {
            boolean hopeless = last != null && lastTried != null && !helps(lastTried, last, route);
            if (hopeless || (dead.contains(route) && route != routes.getLast())) {
                continue;
            }
            try {
                return step.on(route);
            } catch (RegistryFailure failure) {
                if (failure.kind() == Kind.UNREACHABLE
                        || failure.kind() == Kind.TLS
                        || failure.kind() == Kind.TIMED_OUT) {
                    dead.add(route);
                }
                if (last != null) {
                    failure.addSuppressed(last);
                }
                last = failure;
                lastTried = route;
            }
        }
        if (last == null) {
            throw new IllegalStateException("no route to " + name);
        }
        throw last;
    }

    /** Whether the next route may do better: another host may; the same host by another scheme only where that is it. */
    private static boolean helps(Route tried, RegistryFailure failure, Route next) {
        if (!tried.endpoint().authority().equals(next.endpoint().authority())) {
            return true;
        }
        if (tried.alive()) {
            return false;
        }
        return switch (failure.kind()) {
            case TLS, BROKEN -> true;
            case UNREACHABLE -> tried.endpoint().base().getPort() < 0;
            case TIMED_OUT -> tried.endpoint().base().getScheme().equals("https");
            case REFUSED, MALFORMED -> false;
        };
    }

    static void pause(Patience patience, int failures) {
        try {
            Thread.sleep(patience.pauseAfter(failures));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("context canceled", e);
        }
    }
}
