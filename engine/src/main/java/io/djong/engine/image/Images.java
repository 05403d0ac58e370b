package io.djong.engine.image;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.container.ContainerConfig;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.ImageDeleteItem;
import io.djong.model.image.ImageHistoryItem;
import io.djong.model.image.ImageInspect;
import io.djong.model.image.ImageSummary;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.NamedImage;
import io.djong.store.layer.PackedLayer;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The images of this engine: every use case of an image that is here, by what a user typed (a name, a digest, an id or
 * the unambiguous beginning of one).
 *
 * <p>Every method that takes such a name throws {@code NotFound} with {@code No such image: …} where it names none, and
 * {@code InvalidArgument} where it is malformed or ambiguous.
 */
public final class Images {
    private final ImageStores stores;
    private final ImageLookup lookup;
    private final Events events;
    private final ImageUsers users;
    private final InstantSource clock;
    private final ReentrantLock pruning = new ReentrantLock();

    public Images(ImageStores stores, Events events, ImageUsers users, InstantSource clock) {
        this.stores = stores;
        this.lookup = new ImageLookup(stores.images());
        this.events = events;
        this.users = users;
        this.clock = clock;
    }

    /** The image that a name stands for. */
    public LocalImage resolve(String name) {
        return resolve(name, Optional.empty());
    }

    /** The same, if it is for the platform, where one is asked for. */
    public LocalImage resolve(String name, Optional<Platform> platform) {
        ImageRecord image = lookup.require(name, platform);
        return new LocalImage(image.id(), image.config(), image.topLayer());
    }

    public ImageInspect inspect(String name) {
        return inspect(name, Optional.empty()).image();
    }

    /**
     * An image in full, with what it came from.
     *
     * @param platform that it must be for, where it is given
     * @throws io.djong.model.error.NotFound if it is for another
     */
    public InspectedImage inspect(String name, Optional<Platform> platform) {
        ImageRecord image = lookup.require(name, platform);
        ImageInspect inspect = ImageDescriber.inspect(
                image, stores.images().names(image.id()), stores.images().lastTagged(image.id()));
        ImageManifests manifests = new ImageManifests(stores, users);
        return new InspectedImage(inspect, manifests.root(image), () -> manifests.of(image));
    }

    /** The images that the query asks for, newest first. */
    public List<ImageSummary> list(ImageQuery query) {
        ImageFilter filter = ImageFilter.ofList(query.filters(), lookup, clock);
        List<NamedImage> all = stores.images().list();
        Optional<SharedLayers> shared = query.counted() ? Optional.of(shared(all)) : Optional.empty();
        Optional<ImageManifests> manifests =
                query.manifests() ? Optional.of(new ImageManifests(stores, users)) : Optional.empty();
        return all.stream()
                .filter(filter::accepts)
                .filter(named -> query.all() || !standsBetween(named))
                .map(named -> ImageDescriber.summary(
                        named.image(),
                        filter.visible(named.names()),
                        shared.map(layers -> layers.of(named.image())).orElse(ImageSummary.NOT_COUNTED),
                        users.of(named.image().id()).size(),
                        manifests))
                .sorted(Comparator.comparingLong(ImageSummary::created).reversed())
                .toList();
    }

    /** A container does not need an image any more: where that was removed before, what the container kept of it goes too. */
    public void left(Digest id) {
        if (stores.images().find(id).isEmpty()) {
            stores.collector().soon();
        }
    }

    private SharedLayers shared(List<NamedImage> images) {
        return new SharedLayers(
                images.stream().map(NamedImage::image).toList(),
                stores.snapshots().layerSizes());
    }

    /** The image and all that were built here on it, and on those. */
    public Set<Digest> descendants(Digest id) {
        return stores.database().read(session -> {
            Set<Digest> found = new LinkedHashSet<>();
            Deque<Digest> pending = new ArrayDeque<>(List.of(id));
            while (!pending.isEmpty()) {
                Digest next = pending.pop();
                if (found.add(next)) {
                    pending.addAll(stores.images().children(session, next));
                }
            }
            return found;
        });
    }

    /** The bytes of all layers, unpacked. What is kept of them besides, as they came, is not counted. */
    public long layersSize() {
        return stores.snapshots().layerSizes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Nameless, and there because others were built on it. */
    private boolean standsBetween(NamedImage named) {
        return named.names().isEmpty()
                && !stores.database()
                        .read(session ->
                                stores.images().children(session, named.image().id()))
                        .isEmpty();
    }

    /** How many images there are. */
    public int count() {
        return stores.images().list().size();
    }

    /** The steps that made the image, newest first. */
    public List<ImageHistoryItem> history(String name) {
        return history(name, Optional.empty());
    }

    /** The same of an image that must be for the platform, where one is given. */
    public List<ImageHistoryItem> history(String name, Optional<Platform> platform) {
        return ImageDescriber.history(
                lineage(lookup.require(name, platform)),
                chain -> stores.snapshots().usage(chain.toString()).bytes());
    }

    private List<NamedImage> lineage(ImageRecord image) {
        List<NamedImage> lineage = new ArrayList<>();
        Optional<ImageRecord> at = Optional.of(image);
        while (at.isPresent()) {
            ImageRecord record = at.get();
            lineage.add(new NamedImage(record, stores.images().names(record.id())));
            at = record.parentId().flatMap(stores.images()::find);
        }
        return lineage;
    }

    /** Gives an image one more name, which is taken from another image where that has it. */
    public void tag(String name, Reference target) {
        if (target.digest().isPresent()) {
            throw new InvalidArgument("refusing to create a tag with a digest reference");
        }
        if (target.familiarName().equals(Digest.SHA256)) {
            throw new InvalidArgument("refusing to create an ambiguous tag using digest algorithm as name");
        }
        ImageRecord image = lookup.require(name);
        Reference tag = target.orLatest();
        events.commit(tx -> {
            events.add(
                    tx, EventType.IMAGE, "tag", image.id().toString(), ImageEvents.attributes(image, tag.familiar()));
            return stores.images().tag(tx, tag, image.id());
        });
    }

    /**
     * Takes a name away from an image, and removes the image with its last name. The files of what only that needed are
     * deleted a little later.
     *
     * @throws io.djong.model.error.Conflict if a container uses it
     */
    public List<ImageDeleteItem> remove(String name, ImageRemoval how) {
        List<ImageDeleteItem> items = new ImageRemover(stores, events, users).remove(name, how);
        if (items.stream().anyMatch(item -> !item.deleted().isEmpty())) {
            stores.collector().soon();
        }
        return items;
    }

    /**
     * Makes an image of one layer from a tar, plain or compressed; the stream is read to its end, not closed. The
     * progress ends with the image's id.
     */
    public Digest importTar(ImportRequest request, InputStream tar, Progress progress) {
        return new ImageImporter(stores, events, clock).importTar(request, tar, progress);
    }

    /** What Dockerfile instructions make of a configuration. @throws InvalidArgument if one is malformed */
    public static ContainerConfig changed(ContainerConfig config, List<String> changes) {
        return ImageChanges.apply(config, changes);
    }

    /** Makes an image of a container's changes, which are read once. @return its id */
    public Digest commit(CommitRequest request, PackedLayer.Source changes) {
        return new ImageCommitter(stores, events, clock).commit(request, changes);
    }

    /**
     * Removes images that nothing uses: those without a name, or all with the filter {@code dangling=false}. What that
     * gives back is counted as {@link #layersSize} is.
     *
     * @throws Conflict if somebody does already
     */
    public PrunedImages prune(Filters filters) {
        if (!pruning.tryLock()) {
            throw new Conflict("a prune operation is already running");
        }
        try {
            return pruneAlone(filters);
        } finally {
            pruning.unlock();
        }
    }

    private PrunedImages pruneAlone(Filters filters) {
        ImageFilter filter = ImageFilter.ofPrune(filters, lookup, clock);
        ImageRemover remover = new ImageRemover(stores, events, users);
        List<ImageDeleteItem> gone = new ArrayList<>();
        int before;
        do { // an image that others were built on can go once they have gone
            before = gone.size();
            for (NamedImage named : stores.images().list()) {
                Digest id = named.image().id();
                if (filter.accepts(named)
                        && !standsBetween(named)
                        && users.of(id).isEmpty()) {
                    gone.addAll(remover.removeAltogether(id));
                }
            }
        } while (gone.size() > before);
        Map<String, Long> sizes = stores.snapshots().layerSizes();
        long space = gone.stream()
                .mapToLong(item -> sizes.getOrDefault(item.deleted(), 0L))
                .sum();
        long _ = stores.collector().collect();
        events.emit(EventType.IMAGE, "prune", "", Map.of("reclaimed", Long.toString(space)));
        return new PrunedImages(gone, space);
    }
}
