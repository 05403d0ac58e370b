package io.djong.distribution.route;

import io.djong.distribution.library.Library;
import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Platform;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.model.image.Index;
import io.djong.model.image.MediaTypes;
import io.djong.model.json.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which form of a manifest a client gets by what it accepts. One that says nothing, or accepts everything, gets what is
 * there. One that knows image manifests but no indexes is old, and gets the image of the platform that was all there was.
 */
final class Negotiation {
    private static final Platform FIRST = Platform.parse("linux/amd64");

    private final Library library;
    private final Set<String> accepted = new HashSet<>();

    Negotiation(Library library, List<String> headers) {
        this.library = library;
        for (String header : headers) {
            for (String range : header.split(",", -1)) {
                int parameters = range.indexOf(';');
                String type = parameters < 0 ? range : range.substring(0, parameters);
                accepted.add(type.strip().toLowerCase(Locale.ROOT));
            }
        }
        accepted.remove("");
    }

    Optional<Descriptor> choose(RepositoryName repository, Descriptor stored) throws IOException {
        if (accepts(stored.mediaType()) || !knowsManifests()) {
            return Optional.of(stored);
        }
        if (!MediaTypes.isIndex(stored.mediaType())) {
            return Optional.empty();
        }
        Optional<Descriptor> image = first(repository, stored);
        return image.filter(found -> accepts(found.mediaType()));
    }

    private boolean accepts(String type) {
        return accepted.isEmpty()
                || accepted.contains(type)
                || accepted.contains("*/*")
                || accepted.contains("application/*");
    }

    /** A browser, for one, does not: what it accepts says nothing about manifests. */
    private boolean knowsManifests() {
        return MediaTypes.MANIFESTS.stream().anyMatch(accepted::contains);
    }

    private Optional<Descriptor> first(RepositoryName repository, Descriptor index) throws IOException {
        Optional<byte[]> document = library.document(repository, index);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Descriptor> image = Json.read(document.get(), Index.class).select(FIRST);
            return image.isEmpty()
                    ? Optional.empty()
                    : library.manifest(
                            repository, new ManifestName.ByDigest(image.get().digest()));
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }
}
