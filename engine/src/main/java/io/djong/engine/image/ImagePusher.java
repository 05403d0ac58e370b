package io.djong.engine.image;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ProgressMessage;
import io.djong.model.json.Json;
import io.djong.registry.ManifestContent;
import io.djong.registry.PushTarget;
import io.djong.registry.RegistryClient;
import io.djong.store.image.ImageRecord;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Brings images to registries: the layers that are not there, then the config, then the manifest under its tag. */
public final class ImagePusher {
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final RegistryClient registries;
    private final ImageStores stores;
    private final Events events;
    private final InstantSource clock;
    private final LayerPusher pusher;

    public ImagePusher(
            RegistryClient registries, ImageStores stores, Events events, InstantSource clock, TransferLimit uploads) {
        this.registries = registries;
        this.stores = stores;
        this.events = events;
        this.clock = clock;
        this.pusher = new LayerPusher(uploads, clock);
    }

    /**
     * Pushes one tag, or all tags of the repository that are here. An interrupt ends the push with {@code Cancelled}.
     *
     * @throws NotFound if there is no such image here
     * @throws io.djong.model.error.Unauthorized if the registry does not take the credentials
     */
    public void push(PushRequest request, Progress target) {
        Reference name = request.reference();
        if (name.digest().isPresent()) {
            throw new InvalidArgument("cannot push a digest reference");
        }
        TransferProgress progress = new TransferProgress(target, clock);
        progress.say(ProgressMessage.status("The push refers to repository [" + name.name() + "]"));
        Map<Reference, ImageRecord> images = images(name);
        images.values().forEach(image -> checkPlatform(request, image));
        try (Lease lease = stores.leases().open("push " + name, EXPIRY)) {
            PushPlanner planner = new PushPlanner(stores);
            for (Map.Entry<Reference, ImageRecord> entry : images.entrySet()) {
                PushPlan plan = planner.plan(lease, name, entry.getValue());
                List<Reference> names = stores.images().names(entry.getValue().id());
                PushBlobs blobs = new PushBlobs(stores.content(), registries, lease, names, request);
                push(request, entry.getKey(), plan, blobs, progress);
                record(
                        entry.getKey(),
                        entry.getValue(),
                        plan.root().descriptor().digest());
            }
        } catch (IOException e) {
            throw Internal.failedTo("read " + name.familiar(), e);
        }
    }

    private Map<Reference, ImageRecord> images(Reference name) {
        Map<Reference, ImageRecord> images =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        boolean known = false;
        for (var named : stores.images().list()) {
            for (Reference other : named.names()) {
                if (!other.repository().equals(name.repository())) {
                    continue;
                }
                known = true;
                if (other.tag().isPresent()
                        && (name.tag().isEmpty() || name.tag().equals(other.tag()))) {
                    images.put(other, named.image());
                }
            }
        }
        if (!known) {
            throw new NotFound("An image does not exist locally with the tag: " + name.familiarName());
        }
        if (images.isEmpty()) {
            throw new NotFound(
                    name.tag().isPresent()
                            ? "tag does not exist: " + name.familiar()
                            : "no tags to push for " + name.familiarName());
        }
        return images;
    }

    private static void checkPlatform(PushRequest request, ImageRecord image) {
        request.platform()
                .filter(wanted -> !image.config().platform().satisfies(wanted))
                .ifPresent(wanted -> {
                    throw new NotFound("image with reference "
                            + request.reference().familiar()
                            + " was found but its platform (" + image.config().platform()
                            + ") does not match the specified platform (" + wanted + ")");
                });
    }

    private void push(
            PushRequest request, Reference reference, PushPlan plan, PushBlobs blobs, TransferProgress progress) {
        Set<String> others = new LinkedHashSet<>();
        plan.layers().forEach(layer -> others.addAll(layer.others()));
        PushTarget target = registries.target(reference, List.copyOf(others), request.credentials());
        pusher.push(target, plan.layers(), blobs, progress);
        pusher.push(target, plan.documents(), blobs);
        plan.inner().forEach(manifest -> target.put(manifest, Optional.empty()));
        ManifestContent root = plan.root();
        target.put(root, reference.tag());
        String tag = reference.tag().orElse(Reference.DEFAULT_TAG);
        Descriptor pushed = root.descriptor();
        progress.say(ProgressMessage.status(tag + ": digest: " + pushed.digest() + " size: " + pushed.size()));
        progress.say(ProgressMessage.result(Json.object()
                .put("Tag", tag)
                .put("Digest", pushed.digest().toString())
                .put("Size", pushed.size())));
        plan.instead().ifPresent(index -> progress.say(ProgressMessage.result(instead(index, pushed))));
    }

    /** Docker's type ManifestPushedInsteadOfIndex, which its CLI explains. */
    private static ObjectNode instead(Descriptor index, Descriptor pushed) {
        ObjectNode aux = Json.object().put("manifestPushedInsteadOfIndex", true);
        aux.set("originalIndex", Json.mapper().valueToTree(index));
        aux.set("selectedManifest", Json.mapper().valueToTree(pushed));
        return aux;
    }

    /** The image has from now on the repository digest too by which others can pull it. */
    private void record(Reference reference, ImageRecord image, Digest digest) {
        boolean _ = events.commit(tx -> {
            if (stores.images().find(tx, image.id()).isPresent()) {
                Optional<Digest> _ = stores.images().tag(tx, reference.withDigest(digest), image.id());
            }
            events.add(
                    tx,
                    EventType.IMAGE,
                    "push",
                    reference.familiar(),
                    ImageEvents.attributes(image, reference.familiarName()));
            return true;
        });
    }
}
