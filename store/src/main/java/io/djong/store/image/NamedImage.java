package io.djong.store.image;

import io.djong.model.Reference;
import java.util.List;

/** An image with the names that point at it, tags and digests. */
public record NamedImage(ImageRecord image, List<Reference> names) {
    public NamedImage {
        names = List.copyOf(names);
    }
}
