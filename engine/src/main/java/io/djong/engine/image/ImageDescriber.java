package io.djong.engine.image;

import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.image.ImageConfig;
import io.djong.model.image.ImageConfig.History;
import io.djong.model.image.ImageHistoryItem;
import io.djong.model.image.ImageInspect;
import io.djong.model.image.ImageInspect.GraphDriver;
import io.djong.model.image.ImageInspect.Metadata;
import io.djong.model.image.ImageInspect.RootFs;
import io.djong.model.image.ImageSummary;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.NamedImage;
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

    static ImageSummary summary(
            ImageRecord image,
            List<Reference> visible,
            long sharedSize,
            long containers,
            Optional<ImageManifests> manifests) {
        return new ImageSummary(
                image.id(),
                image.parentId().map(Digest::toString).orElse(""),
                ImageLookup.tags(visible),
                ImageLookup.digests(visible),
                image.created().getEpochSecond(),
                image.size(),
                sharedSize,
                image.config().containerDefaults().labels(),
                containers,
                manifests.flatMap(found -> found.root(image)).orElse(null),
                manifests.map(found -> found.of(image)).orElse(null));
    }

    static ImageInspect inspect(ImageRecord image, List<Reference> names, Optional<Instant> lastTagged) {
        return new ImageInspect(
                image.id(),
                ImageLookup.tags(names),
                ImageLookup.digests(names),
                image.parentId().map(Digest::toString).orElse(""),
                comment(image.config()),
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
                new Metadata(lastTagged.map(Instant::toString).orElse(GO_ZERO_TIME)),
                image.config().container(),
                image.config().containerConfig());
    }

    /** Its own, or that of its last step. */
    private static String comment(ImageConfig config) {
        boolean own = !config.comment().isEmpty() || config.history().isEmpty();
        return own ? config.comment() : config.history().getLast().comment();
    }

    /**
     * The steps, newest first. A config may tell of fewer steps than it has layers, or of more; sizes go to the steps
     * with a layer as long as there are layers.
     *
     * @param lineage the image and those here that it was built on, each on the next
     */
    static List<ImageHistoryItem> history(List<NamedImage> lineage, ToLongFunction<Digest> sizeOfLayer) {
        ImageRecord image = lineage.getFirst().image();
        Iterator<Digest> layers = image.chainIds().iterator();
        List<History> oldestFirst = image.config().history();
        List<ImageHistoryItem> steps = new ArrayList<>();
        for (int i = 0; i < oldestFirst.size(); i++) {
            History step = oldestFirst.get(i);
            int age = oldestFirst.size() - 1 - i;
            boolean hasLayer = !step.emptyLayer() && layers.hasNext();
            long size = hasLayer ? sizeOfLayer.applyAsLong(layers.next()) : 0;
            steps.addFirst(item(step, size, age < lineage.size() ? Optional.of(lineage.get(age)) : Optional.empty()));
        }
        return steps;
    }

    private static ImageHistoryItem item(History step, long size, Optional<NamedImage> result) {
        List<String> tags = result.map(named -> ImageLookup.tags(named.names())).orElse(List.of());
        return new ImageHistoryItem(
                step.comment(),
                seconds(step.created()),
                step.createdBy(),
                result.map(named -> named.image().id().toString()).orElse(ImageHistoryItem.MISSING),
                size,
                tags.isEmpty() ? null : tags);
    }

    private static long seconds(String time) {
        try {
            return time.isEmpty() ? 0 : Instant.parse(time).getEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
