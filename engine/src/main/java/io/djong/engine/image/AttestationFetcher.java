package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.image.Descriptor;
import io.djong.model.image.Manifest;
import io.djong.registry.DownloadWatcher;
import io.djong.registry.ManifestContent;
import io.djong.registry.Repository;
import io.djong.store.content.ContentStore;
import io.djong.store.content.Ingest;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the attestations that an index has for the manifest that was chosen from it (BuildKit's
 * attestation-storage.md), such as provenance and bills of materials. They are never unpacked nor run.
 */
final class AttestationFetcher {
    private static final String TYPE = "vnd.docker.reference.type";
    private static final String SUBJECT = "vnd.docker.reference.digest";
    private static final long MAX_BYTES = 128L << 20;

    private final ContentStore content;
    private final Repository repository;

    AttestationFetcher(ContentStore content, Repository repository) {
        this.content = content;
        this.repository = repository;
    }

    /** Keeps what can be had, as the image is good without. @return the digests of all that was kept */
    List<Digest> fetch(Lease lease, PullPlan plan) throws IOException {
        List<Digest> kept = new ArrayList<>();
        if (plan.root().isIndex()) {
            for (Descriptor entry : plan.root().index().manifests()) {
                if (isFor(plan.manifest().descriptor().digest(), entry)) {
                    kept.addAll(keepIfThere(lease, entry));
                }
            }
        }
        return kept;
    }

    private static boolean isFor(Digest manifest, Descriptor entry) {
        return "attestation-manifest".equals(entry.annotations().get(TYPE))
                && manifest.toString().equals(entry.annotations().get(SUBJECT));
    }

    /** Nothing where they cannot be had, as with a mirror of the images alone. */
    private List<Digest> keepIfThere(Lease lease, Descriptor entry) throws IOException {
        try {
            return keep(lease, entry);
        } catch (Cancelled e) {
            throw e;
        } catch (EngineException e) {
            return List.of();
        }
    }

    private List<Digest> keep(Lease lease, Descriptor entry) throws IOException {
        ManifestContent attestation = repository.manifest(entry);
        Manifest manifest = attestation.manifest();
        List<Descriptor> blobs = Stream.concat(Stream.of(manifest.config()), manifest.layers().stream())
                .toList();
        if (blobs.stream().mapToLong(Descriptor::size).sum() > MAX_BYTES) {
            return List.of();
        }
        List<Digest> kept = new ArrayList<>();
        for (Descriptor blob : blobs) {
            fetch(lease, blob);
            kept.add(blob.digest());
        }
        Descriptor _ = content.put(lease, entry.mediaType(), attestation.bytes());
        kept.add(entry.digest());
        return kept;
    }

    private void fetch(Lease lease, Descriptor blob) throws IOException {
        Optional<Ingest> ingest = content.ingest(lease, blob);
        if (ingest.isPresent()) {
            try (Ingest open = ingest.get();
                    InputStream rest = repository.open(blob, open.offset(), DownloadWatcher.NOBODY)) {
                open.copy(rest);
            }
        }
    }
}
