package io.djong.engine.archive;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.image.ImageContent;
import io.djong.engine.image.ImageEvents;
import io.djong.engine.image.ImageStores;
import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.NamedImage;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what is to be saved, and under which names. */
final class ImageSaver {
    private static final Duration EXPIRY = Duration.ofMinutes(10);
    private static final Pattern ID = Pattern.compile("(?:sha256:)?[0-9a-f]{64}");

    private final ImageStores stores;
    private final Events events;
    /** The images in their order, with the names under which they are saved. */
    private final Map<Digest, Set<Reference>> chosen = new LinkedHashMap<>();

    ImageSaver(ImageStores stores, Events events) {
        this.stores = stores;
        this.events = events;
    }

    SavedArchive save(List<String> names, Optional<Platform> platform) {
        if (names.isEmpty()) {
            throw new InvalidArgument("no image is named");
        }
        names.forEach(this::choose);
        Lease lease = stores.leases().open("save", EXPIRY);
        try {
            List<SavedArchive.Image> images = new ArrayList<>();
            for (Map.Entry<Digest, Set<Reference>> choice : chosen.entrySet()) {
                ImageRecord image = require(choice.getKey(), platform);
                images.add(new SavedArchive.Image(
                        ImageContent.of(stores, lease, image), platform.isPresent(), List.copyOf(choice.getValue())));
                tell(image);
            }
            return SavedArchive.of(stores, lease, images);
        } catch (IOException e) {
            lease.close();
            throw Internal.failedTo("save images", e);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void choose(String name) {
        if (ID.matcher(name).matches()) {
            add(stores.images().resolve(name), name);
            return;
        }
        Reference reference = Reference.parse(name);
        if (reference.digest().isPresent() || reference.familiarName().equals(Digest.SHA256)) {
            add(stores.images().resolve(name), name);
        } else if (reference.tag().isPresent()) {
            ImageRecord image =
                    stores.images().find(reference).orElseThrow(() -> new NotFound("reference does not exist"));
            add(image.id()).add(reference);
        } else {
            chooseRepository(reference, name);
        }
    }

    private void chooseRepository(Reference repository, String name) {
        boolean found = false;
        for (NamedImage named : stores.images().list()) {
            for (Reference tag : named.names()) {
                if (tag.name().equals(repository.name()) && tag.digest().isEmpty()) {
                    found = true;
                    add(named.image().id()).add(tag);
                }
            }
        }
        if (!found) {
            add(stores.images().resolve(name), name);
        }
    }

    private void add(Optional<ImageRecord> image, String name) {
        Set<Reference> _ = add(
                image.orElseThrow(() -> new NotFound("No such image: " + name)).id());
    }

    private Set<Reference> add(Digest id) {
        return chosen.computeIfAbsent(id, _ -> new LinkedHashSet<>());
    }

    private ImageRecord require(Digest id, Optional<Platform> platform) {
        ImageRecord image = stores.images().find(id).orElseThrow(() -> new NotFound("No such image: " + id));
        if (platform.isPresent() && !image.config().platform().satisfies(platform.get())) {
            throw new NotFound("no suitable export target found for platform " + platform.get());
        }
        return image;
    }

    private void tell(ImageRecord image) {
        String id = image.id().toString();
        events.emit(EventType.IMAGE, "save", id, ImageEvents.attributes(image, id));
    }
}
