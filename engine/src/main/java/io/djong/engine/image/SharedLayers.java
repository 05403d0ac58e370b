package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.store.image.ImageRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of each image others have too. Nothing is counted on the disk: a layer's size was recorded when it was
 * unpacked, and it never changes.
 */
final class SharedLayers {
    private final Map<String, Long> sizes;
    private final Map<Digest, Integer> users = new HashMap<>();

    /** @param sizes of layers by their chainIDs */
    SharedLayers(List<ImageRecord> images, Map<String, Long> sizes) {
        this.sizes = sizes;
        images.forEach(image -> image.chainIds().forEach(layer -> users.merge(layer, 1, Integer::sum)));
    }

    /** The bytes of the image's layers that another image has too. */
    long of(ImageRecord image) {
        return image.chainIds().stream()
                .filter(layer -> users.getOrDefault(layer, 0) > 1)
                .mapToLong(layer -> sizes.getOrDefault(layer.toString(), 0L))
                .sum();
    }
}
