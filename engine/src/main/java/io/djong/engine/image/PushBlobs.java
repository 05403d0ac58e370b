package io.djong.engine.image;

import io.djong.model.Reference;
import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.model.image.Descriptor;
import io.djong.registry.Credentials;
import io.djong.registry.DownloadWatcher;
import io.djong.registry.RegistryClient;
import io.djong.registry.Repository;
import io.djong.store.content.ContentStore;
import io.djong.store.content.Ingest;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The blobs of an image on its way to a registry. A layer that was here unpacked when the image was pulled was not
 * fetched as a blob; where it is needed after all, it is fetched from where the image came from, as only that is the
 * same, byte for byte.
 */
final class PushBlobs {
    private final ContentStore content;
    private final RegistryClient registries;
    private final Lease lease;
    private final List<Reference> origins;
    private final Reference target;
    private final Credentials credentials;

    /** @param names of the image; those with a digest say where it came from */
    PushBlobs(
            ContentStore content, RegistryClient registries, Lease lease, List<Reference> names, PushRequest request) {
        this.content = content;
        this.registries = registries;
        this.lease = lease;
        this.origins = names.stream().filter(name -> name.digest().isPresent()).toList();
        this.target = request.reference();
        this.credentials = request.credentials();
    }

    InputStream open(Descriptor blob, long offset) throws IOException {
        if (content.info(blob.digest()).isEmpty()) {
            fetch(blob);
        }
        return content.open(blob.digest(), offset);
    }

    private void fetch(Descriptor blob) throws IOException {
        Conflict lost = new Conflict("layer " + blob.digest() + " was not kept here, and cannot be had anywhere");
        for (Reference origin : origins) {
            boolean same = origin.domain().equals(target.domain());
            Repository repository = registries.repository(origin, same ? credentials : Credentials.ANONYMOUS);
            try {
                fetch(repository, blob);
                return;
            } catch (EngineException e) {
                lost.addSuppressed(e);
            }
        }
        throw lost;
    }

    private void fetch(Repository repository, Descriptor blob) throws IOException {
        Optional<Ingest> ingest = content.ingest(lease, blob);
        if (ingest.isPresent()) {
            try (Ingest open = ingest.get();
                    InputStream rest = repository.open(blob, open.offset(), DownloadWatcher.NOBODY)) {
                open.copy(rest);
            }
        }
    }
}
