package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.store.image.ImageRecord;
import io.djong.store.snapshot.Snapshot;
import io.djong.store.snapshot.Snapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much of each image others have too. Nothing is counted on the disk: a layer's size was recorded when it was
 * unpacked, and it never changes.
 */
final class SharedLayers {
    private final Map<String, Long> sizes;
    private final Map<Digest, Integer> users = new HashMap<>();

    SharedLayers(List<ImageRecord> images, Map<String, Long> sizes) {
        this.sizes = sizes;
        images.forEach(image -> image.chainIds().forEach(layer -> users.merge(layer, 1, Integer::sum)));
    }

    static SharedLayers among(List<ImageRecord> images, Snapshots snapshots) {
        return new SharedLayers(images, sizes(snapshots));
    }

    /** The size of each layer by its snapshot's key. */
    static Map<String, Long> sizes(Snapshots snapshots) {
        return snapshots.list().stream()
                .filter(snapshot -> snapshot.kind() == Snapshot.Kind.COMMITTED)
                .collect(Collectors.toMap(
                        Snapshot::key, snapshot -> snapshot.usage().bytes()));
    }

    /** The bytes of the image's layers that another image has too. */
    long of(ImageRecord image) {
        return image.chainIds().stream()
                .filter(layer -> users.getOrDefault(layer, 0) > 1)
                .mapToLong(layer -> sizes.getOrDefault(layer.toString(), 0L))
                .sum();
    }
}
