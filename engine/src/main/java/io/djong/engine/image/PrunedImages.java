package io.djong.engine.image;

import io.djong.model.image.ImageDeleteItem;
import java.util.List;

/** What a prune took away, and how many bytes of disk that gave back. */
public record PrunedImages(List<ImageDeleteItem> deleted, long spaceReclaimed) {
    public PrunedImages {
        deleted = List.copyOf(deleted);
    }
}
