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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One repository of one registry and its mirrors, on behalf of one user.
 *
 * <p>Made for one operation, such as a pull, and then forgotten: it holds the credentials, the tokens and the knowledge
 * of which routes are dead. Safe for use by the operation's threads; every method blocks. An interrupt ends a method
 * with {@link Cancelled}. All failures are {@link EngineException}s in Docker's words, with a {@link RegistryFailure}
 * as the cause.
 */
public final class Repository {
    /** What the OCI distribution specification asks registries to allow at least. */
    static final int MAX_MANIFEST = 4 << 20;

    private static final String ACCEPT_MANIFESTS = String.join(", ", MediaTypes.MANIFESTS);

    /** How often something small is asked for. */
    private static final int MAX_SMALL = 3;

    private static final int MAX_TAG_PAGE = 4 << 20;
    private static final int MAX_TAGS = 100_000;

    private final Reference name;
    private final Sources sources;
    private final Patience patience;

    Repository(Reference name, Sources sources, Patience patience) {
        this.name = name.repository();
        this.sources = sources;
        this.patience = patience;
    }

    /** What the tag or digest stands for now, without its content; empty where nobody tells. */
    public Optional<Descriptor> head(Reference reference) {
        try {
            return sources.race(site -> head(site, reference));
        } catch (RegistryFailure failure) {
            if (failure.kind() == Kind.REFUSED) {
                return Optional.empty();
            }
            throw Words.forPull(failure, reference);
        }
    }

    private Optional<Descriptor> head(Route route, Reference reference) throws RegistryFailure {
        try (Answer answer = route.head(manifestPath(reference), Map.of("Accept", ACCEPT_MANIFESTS))) {
            if (answer.status() != 200) {
                throw answer.failure();
            }
            return described(answer);
        }
    }

    /** All tags, in the registry's order. */
    public List<String> tags() {
        List<String> tags = new ArrayList<>();
        Optional<String> page = Optional.of("/" + name.path() + "/tags/list");
        while (page.isPresent() && tags.size() < MAX_TAGS) {
            String path = page.get();
            TagPage got = attempt(name, route -> tags(route, path));
            tags.addAll(got.tags());
            page = got.next();
        }
        return tags;
    }

    /** @param next the path of the following page (distribution spec, listing tags) */
    private record TagPage(List<String> tags, Optional<String> next) {}

    private static TagPage tags(Route route, String path) throws RegistryFailure {
        Answer answer = route.get(path, Map.of());
        if (answer.status() != 200) {
            throw answer.failure();
        }
        try (answer) {
            List<String> found = new ArrayList<>();
            Json.tree(answer.read(MAX_TAG_PAGE)).path("tags").forEach(tag -> found.add(tag.asString("")));
            Optional<String> next =
                    answer.header("Link").flatMap(link -> route.endpoint().below(answer.uri(), link));
            return new TagPage(found, next.filter(other -> !other.equals(path) && !found.isEmpty()));
        } catch (InvalidArgument e) {
            throw RegistryFailure.of(Kind.MALFORMED, answer.uri(), "list of tags is not JSON: " + e.message(), e);
        }
    }

    /**
     * Fetches the manifest or the index of a tag or digest.
     *
     * @throws io.djong.model.error.NotFound if there is none, or it is not for this user to see
     */
    public ManifestContent manifest(Reference reference) {
        return attempt(reference, route -> {
            ManifestContent content = fetch(route, reference);
            sources.resolved(content.descriptor().digest(), route.endpoint());
            return content;
        });
    }

    /**
     * Is told that what the tag's manifest names is not to be had, or is no image. A mirror that may have made it up is
     * put aside.
     *
     * @return whether to ask for the tag again may do better
     */
    public boolean distrust(ManifestContent tagged) {
        return sources.distrust(tagged);
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
        BlobRequest request = new BlobRequest(blobPath(descriptor), descriptor, 0, Optional.empty());
        return attempt(name, route -> {
            try (Answer answer = request.send(route)) {
                byte[] bytes = answer.read((int) descriptor.size());
                verify(descriptor.digest(), bytes, answer.uri());
                return bytes;
            }
        });
    }

    /**
     * Opens a blob as a stream that begins at an offset and ends at the size that the descriptor says, and that goes on
     * by itself where the connection breaks, from another mirror where there is one. The content is not verified: it is
     * for the reader to hash, and to tell {@link #distrust} if it is wrong.
     *
     * <p>Reading throws {@link EngineException}, not {@code IOException}, once the registry has failed for good. The
     * first request is made here, so that a blob which is not there is told at once.
     */
    public InputStream open(Descriptor descriptor, long offset, DownloadWatcher watcher) {
        BlobStream stream = new BlobStream(this, descriptor, offset, watcher);
        stream.connect();
        return stream;
    }

    /**
     * Is told that what was read of a blob does not match its digest. A mirror that served it is put aside.
     *
     * @return whether another try may do better
     */
    public boolean distrust(Descriptor descriptor) {
        return sources.distrust(descriptor);
    }

    /** Which mirrors were of use, and which were not, in words for users. Nothing where there are none. */
    public List<String> remarks() {
        return sources.remarks();
    }

    Sources.Opened openOnce(Descriptor descriptor, long offset, Set<Site> avoided) throws RegistryFailure {
        try {
            return sources.open(blobPath(descriptor), descriptor, offset, avoided);
        } catch (RegistryFailure failure) {
            if (failure.status() == 404 && !descriptor.urls().isEmpty()) {
                return sources.openElsewhere(descriptor, offset, failure);
            }
            throw failure;
        }
    }

    boolean hasOther(Descriptor descriptor, Set<Site> avoided) {
        return sources.hasOther(descriptor, avoided);
    }

    void failed(Site site, RegistryFailure failure) {
        sources.failed(site, failure);
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
            Digest digest = reference.digest().or(() -> told(answer)).orElseGet(() -> Digest.sha256(bytes));
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
        return told(answer)
                .map(digest -> new Descriptor(
                        contentType(answer), digest, answer.contentLength().orElse(0)));
    }

    /** The digest that the answer says it has. */
    private static Optional<Digest> told(Answer answer) {
        try {
            return answer.header("Docker-Content-Digest").map(Digest::parse);
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
        return "/" + name.path() + "/manifests/" + which;
    }

    private String blobPath(Descriptor descriptor) {
        return "/" + name.path() + "/blobs/" + descriptor.digest();
    }

    /** Asks for something small, and once more after a pause where the failure is temporary and came quickly. */
    private <T> T attempt(Reference reference, Site.Step<T> step) {
        int failures = 0;
        while (true) {
            try {
                return sources.race(step);
            } catch (RegistryFailure failure) {
                failures++;
                boolean quick = failure.kind() == Kind.REFUSED || failure.kind() == Kind.BROKEN;
                if (!quick || failures >= MAX_SMALL || !patience.allowsAnother(failures, failure)) {
                    throw Words.forPull(failure, reference);
                }
                pause(patience.pauseAfter(failures, failure));
            }
        }
    }

    static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("context canceled", e);
        }
    }
}
