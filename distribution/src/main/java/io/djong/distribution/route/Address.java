package io.djong.distribution.route;

import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import java.util.Optional;

/** What a path of the protocol stands for (distribution specification, section "Endpoints"). */
sealed interface Address {
    String ROOT = "/v2/";

    record Base() implements Address {}

    record Catalog() implements Address {}

    record Tags(RepositoryName repository) implements Address {}

    record Manifest(RepositoryName repository, ManifestName name) implements Address {}

    record Blob(RepositoryName repository, Digest digest) implements Address {}

    record Uploads(RepositoryName repository) implements Address {}

    record Upload(RepositoryName repository, String id) implements Address {}

    record Referrers(RepositoryName repository, Digest subject) implements Address {}

    /**
     * Takes a path apart from its end, since names of repositories may have any of the protocol's words in them.
     *
     * @param prefix goes before the name of the repository
     * @return empty for a path that means nothing
     * @throws io.djong.distribution.protocol.Refusal if a name or a digest in it is malformed
     */
    static Optional<Address> parse(String path, String prefix) {
        if (path.equals(ROOT) || path.equals("/v2")) {
            return Optional.of(new Base());
        }
        if (!path.startsWith(ROOT)) {
            return Optional.empty();
        }
        if (path.equals(ROOT + "_catalog")) {
            return Optional.of(new Catalog());
        }
        String rest = prefix + path.substring(ROOT.length());
        if (rest.endsWith("/tags/list")) {
            return Optional.of(new Tags(name(rest, "/tags/list".length())));
        }
        if (rest.endsWith("/blobs/uploads/") || rest.endsWith("/blobs/uploads")) {
            return Optional.of(new Uploads(new RepositoryName(rest.substring(0, rest.lastIndexOf("/blobs/uploads")))));
        }
        return last(rest);
    }

    private static Optional<Address> last(String rest) {
        int slash = rest.lastIndexOf('/');
        String last = rest.substring(slash + 1);
        String before = slash < 0 ? "" : rest.substring(0, slash);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        if (before.endsWith("/manifests")) {
            return Optional.of(new Manifest(name(before, "/manifests".length()), ManifestName.parse(last)));
        }
        if (before.endsWith("/blobs/uploads")) {
            return Optional.of(new Upload(name(before, "/blobs/uploads".length()), last));
        }
        if (before.endsWith("/blobs")) {
            return Optional.of(new Blob(name(before, "/blobs".length()), ManifestName.digest(last)));
        }
        if (before.endsWith("/referrers")) {
            return Optional.of(new Referrers(name(before, "/referrers".length()), ManifestName.digest(last)));
        }
        return Optional.empty();
    }

    private static RepositoryName name(String text, int suffix) {
        return new RepositoryName(text.substring(0, text.length() - suffix));
    }

    /** The kind of resource, for counting. */
    default String kind() {
        return switch (this) {
            case Base _ -> "base";
            case Catalog _ -> "catalog";
            case Tags _ -> "tags";
            case Manifest _ -> "manifest";
            case Blob _ -> "blob";
            case Uploads _, Upload _ -> "upload";
            case Referrers _ -> "referrers";
        };
    }
}
