package io.djong.engine.archive;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ImageConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image that an archive describes.
 *
 * @param id the digest of its configuration
 * @param manifest the manifest, where the archive has it
 * @param index the index through which that was found
 * @param documents the configuration as it is there, and the manifest and the index as far as they are
 * @param layers the names of the members that have the layers, lowest first
 */
record ArchivedImage(
        Digest id,
        ImageConfig config,
        Optional<Descriptor> manifest,
        Optional<Descriptor> index,
        List<byte[]> documents,
        List<String> layers,
        List<Reference> tags) {
    ArchivedImage {
        documents = List.copyOf(documents);
        layers = List.copyOf(layers);
        tags = List.copyOf(tags);
    }

    /** The same with more names. */
    ArchivedImage named(List<Reference> more) {
        Set<Reference> all = new LinkedHashSet<>(tags);
        all.addAll(more);
        return new ArchivedImage(id, config, manifest, index, documents, layers, new ArrayList<>(all));
    }
}
