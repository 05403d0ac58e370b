package io.djong.registry;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.image.Descriptor;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.RegistrySettings.Patience;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One repository of one registry, for writing, on behalf of one user. Mirrors have no part in it.
 *
 * <p>Made for one push and then forgotten. Safe for use by the push's threads; every method blocks. An interrupt ends a
 * method with {@link Cancelled}. All failures are {@link EngineException}s in Docker's words.
 */
public final class PushTarget {
    private final Reference name;
    private final Site site;
    private final Patience patience;

    PushTarget(Reference name, Site site, Patience patience) {
        this.name = name.repository();
        this.site = site;
        this.patience = patience;
    }

    /** How a blob came to be there. */
    public sealed interface Outcome {}

    /** It was there before. */
    public record Existed() implements Outcome {}

    /** The registry took it from another of its repositories. */
    public record Mounted(String from) implements Outcome {}

    /** It was sent. */
    public record Uploaded() implements Outcome {}

    /** Opens a blob at an offset. */
    @FunctionalInterface
    public interface Source extends Body.Source {}

    /**
     * Sees that the registry has a blob.
     *
     * @param others repositories of this registry that may have it
     */
    public Outcome ensure(Descriptor blob, List<String> others, Source source, UploadWatcher watcher) {
        try {
            return site.ask(route -> ensure(route, blob, others, source, watcher));
        } catch (RegistryFailure failure) {
            throw Words.forPush(failure);
        }
    }

    private Outcome ensure(Route route, Descriptor blob, List<String> others, Source source, UploadWatcher watcher)
            throws RegistryFailure {
        if (attempt(() -> BlobUpload.isThere(route, name.path(), blob))) {
            return new Existed();
        }
        Optional<URI> begun = Optional.empty();
        for (String other : others) {
            try (Answer answer = route.send(Call.post(mount(route, blob, other), Map.of()))) {
                answer.drain();
                if (answer.status() == 201) {
                    return new Mounted(other);
                }
                if (answer.status() == 202) {
                    begun = Optional.of(BlobUpload.location(answer)); // not mounted, but an upload is begun
                    break;
                }
            }
        }
        new BlobUpload(route, name.path(), blob, source, watcher).run(begun, patience);
        return new Uploaded();
    }

    private URI mount(Route route, Descriptor blob, String from) {
        String query = "?mount=" + URLEncoder.encode(blob.digest().toString(), StandardCharsets.UTF_8) + "&from="
                + URLEncoder.encode(from, StandardCharsets.UTF_8);
        return route.endpoint().resolve("/" + name.path() + "/blobs/uploads/" + query);
    }

    /**
     * Puts a manifest or an index, byte for byte, under a tag, or under its digest alone.
     *
     * @param tag empty for none
     */
    public void put(ManifestContent manifest, Optional<String> tag) {
        try {
            site.ask(route -> put(route, manifest, tag));
        } catch (RegistryFailure failure) {
            throw Words.forPush(failure);
        }
    }

    private Digest put(Route route, ManifestContent manifest, Optional<String> tag) throws RegistryFailure {
        Descriptor descriptor = manifest.descriptor();
        String which = tag.orElseGet(() -> descriptor.digest().toString());
        Body body = new Body.Document(descriptor.mediaType(), manifest);
        URI target = route.endpoint().resolve("/" + name.path() + "/manifests/" + which);
        Call call = new Call("PUT", target, Map.of(), Optional.of(body), Optional.empty());
        Answer answer = attempt(() -> {
            Answer given = route.send(call);
            if (given.status() / 100 == 2) {
                return given;
            }
            throw given.failure();
        });
        try (answer) {
            answer.drain();
            String told = answer.header("Docker-Content-Digest")
                    .orElse(descriptor.digest().toString());
            if (!told.equals(descriptor.digest().toString())) {
                throw RegistryFailure.of(
                        Kind.MALFORMED,
                        answer.uri(),
                        "the registry took manifest " + descriptor.digest() + " as " + RegistryFailure.bounded(told));
            }
            return descriptor.digest();
        }
    }

    @FunctionalInterface
    private interface Exchange<T> {
        T run() throws RegistryFailure;
    }

    private <T> T attempt(Exchange<T> exchange) throws RegistryFailure {
        int failures = 0;
        while (true) {
            try {
                return exchange.run();
            } catch (RegistryFailure failure) {
                failures++;
                boolean quick = failure.kind() == Kind.REFUSED || failure.kind() == Kind.BROKEN;
                if (!quick || !patience.allowsAnother(failures, failure)) {
                    throw failure;
                }
                Repository.pause(patience.pauseAfter(failures, failure));
            }
        }
    }
}
