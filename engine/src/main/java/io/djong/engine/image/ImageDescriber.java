package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.image.ImageConfig.History;
import io.djong.model.image.ImageHistoryItem;
import io.djong.model.image.ImageInspect;
import io.djong.model.image.ImageInspect.GraphDriver;
import io.djong.model.image.ImageInspect.Metadata;
import io.djong.model.image.ImageInspect.RootFs;
import io.djong.model.image.ImageSummary;
import io.djong.store.image.ImageRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Writes images down as the API shows them. */
final class ImageDescriber {
    /** What clients know the driver by. */
    private static final String DRIVER = "overlay2";

    private static final String GO_ZERO_TIME = "0001-01-01T00:00:00Z";

    private ImageDescriber() {}

    static ImageSummary summary(ImageRecord image, List<Reference> visible, long sharedSize, long containers) {
        return new ImageSummary(
                image.id(),
                image.parentId().map(Digest::toString).orElse(""),
                ImageLookup.tags(visible),
                ImageLookup.digests(visible),
                image.created().getEpochSecond(),
                image.size(),
                sharedSize,
                image.config().containerDefaults().labels(),
                containers);
    }

    static ImageInspect inspect(ImageRecord image, List<Reference> names, Optional<Instant> lastTagged) {
        return new ImageInspect(
                image.id(),
                ImageLookup.tags(names),
                ImageLookup.digests(names),
                image.parentId().map(Digest::toString).orElse(""),
                image.config().comment(),
                image.config().created(),
                image.config().dockerVersion(),
                image.config().author(),
                image.config().containerDefaults(),
                image.config().architecture(),
                image.config().variant(),
                image.config().os(),
                image.config().osVersion(),
                image.size(),
                new GraphDriver(DRIVER, java.util.Map.of()),
                new RootFs("layers", image.config().rootfs().diffIds()),
                new Metadata(lastTagged.map(Instant::toString).orElse(GO_ZERO_TIME)));
    }

    /**
     * The steps, newest first. A config may tell of fewer steps than it has layers, or of more; sizes go to the steps
     * with a layer as long as there are layers.
     */
    static List<ImageHistoryItem> history(
            ImageRecord image, List<Reference> names, ToLongFunction<Digest> sizeOfLayer) {
        Iterator<Digest> layers = image.chainIds().iterator();
        List<ImageHistoryItem> steps = new ArrayList<>();
        for (History step : image.config().history()) {
            boolean hasLayer = !step.emptyLayer() && layers.hasNext();
            long size = hasLayer ? sizeOfLayer.applyAsLong(layers.next()) : 0;
            steps.addFirst(new ImageHistoryItem(
                    step.comment(), seconds(step.created()), step.createdBy(), ImageHistoryItem.MISSING, size, null));
        }
        if (!steps.isEmpty()) {
            ImageHistoryItem newest = steps.removeFirst();
            List<String> tags = ImageLookup.tags(names);
            steps.addFirst(new ImageHistoryItem(
                    newest.comment(),
                    newest.created(),
                    newest.createdBy(),
                    image.id().toString(),
                    newest.size(),
                    tags.isEmpty() ? null : tags));
        }
        return steps;
    }

    private static long seconds(String time) {
        try {
            return time.isEmpty() ? 0 : Instant.parse(time).getEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
