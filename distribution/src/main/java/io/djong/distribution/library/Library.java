package io.djong.distribution.library;

import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Repositories to read from. Safe for use by many threads; every method blocks. */
public interface Library {
    /**
     * What goes before a repository's name where a client says of which registry it is to be (containerd's parameter
     * {@code ns}).
     */
    default String prefix(String namespace) {
        return "";
    }

    /** What a tag or digest stands for. */
    Optional<Descriptor> manifest(RepositoryName repository, ManifestName name) throws IOException;

    /** The bytes of a manifest that {@link #manifest} told of; empty if it went meanwhile. */
    Optional<byte[]> document(RepositoryName repository, Descriptor manifest) throws IOException;

    /** A blob of the repository, to be closed by the caller. */
    Optional<BlobContent> blob(RepositoryName repository, Digest digest) throws IOException;

    /** The size of a blob of the repository, which stays for a while now that somebody counts on it. */
    Optional<Long> size(RepositoryName repository, Digest digest) throws IOException;

    /** The first so many tags after one, in the order of their bytes; empty if there is nothing in the repository. */
    Optional<List<String>> tags(RepositoryName repository, String after, int limit);

    /** The first so many repositories after one, in the order of their bytes. */
    List<String> repositories(String after, int limit);

    /** The first so many manifests after a digest that name another one as their subject, by digest. */
    List<Descriptor> referrers(RepositoryName repository, Digest subject, String artifactType, String after, int limit);
}
