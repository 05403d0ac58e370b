package io.djong.engine.image;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.Digest;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import io.djong.model.image.ProgressMessage;
import io.djong.registry.ManifestContent;
import io.djong.registry.RegistryClient;
import io.djong.registry.Repository;
import io.djong.store.image.ImageRecord;
import io.djong.store.lease.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings images from registries here.
 *
 * <p>A pull first fetches the documents, manifest and config, then all missing layers at once, as many at a time as the
 * settings allow over all pulls. A layer is unpacked while it comes from the network; layers do not wait for each other
 * until they are committed, lowest first. Two pulls that need the same layer fetch it once.
 *
 * <p>Until its record is written, everything is held by a lease. A pull that fails lets the lease stand, so that what
 * it has fetched, also of a layer that broke off, is there for the next attempt; without one it lapses.
 */
public final class ImagePuller {
    /** How long a broken pull's pieces wait for the next attempt. */
    private static final Duration EXPIRY = Duration.ofHours(24);

    private final RegistryClient registries;
    private final ImageStores stores;
    private final Events events;
    private final InstantSource clock;
    private final LayerFetcher fetcher;

    public ImagePuller(
            RegistryClient registries,
            ImageStores stores,
            Events events,
            InstantSource clock,
            TransferLimit downloads) {
        this.registries = registries;
        this.stores = stores;
        this.events = events;
        this.clock = clock;
        this.fetcher = new LayerFetcher(stores, downloads);
    }

    /**
     * Pulls an image, or all of a repository where the reference has neither tag nor digest, and unpacks it; returns once
     * it is ready for containers. An interrupt ends the pull with {@code Cancelled}; another pull of the same image goes
     * on.
     *
     * @throws io.djong.model.error.NotFound if the registry has no such image, or not for this user
     */
    public void pull(PullRequest request, Progress target) {
        TransferProgress progress = new TransferProgress(target, clock);
        Reference name = request.reference();
        Repository repository = registries.repository(name, request.credentials());
        boolean changed = false;
        for (Reference reference : references(repository, name)) {
            changed |= pull(repository, reference, request.platform(), progress);
        }
        repository.remarks().forEach(remark -> progress.say(ProgressMessage.status(remark)));
        progress.say(ProgressMessage.status(
                (changed ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
                        + name.familiar()));
    }

    private static List<Reference> references(Repository repository, Reference name) {
        boolean one = name.tag().isPresent() || name.digest().isPresent();
        return one
                ? List.of(name)
                : repository.tags().stream().map(name::withTag).toList();
    }

    /** Pulls one image. @return whether the reference stands for something else than before */
    private boolean pull(
            Repository repository, Reference reference, Optional<Platform> platform, TransferProgress progress) {
        Optional<Descriptor> current = current(repository, reference, platform);
        if (current.isPresent()) {
            progress.say(begin(reference));
            progress.say(end(current.get().digest()));
            return false;
        }
        // Nothing is said before this: what is wrong up to here is answered with a status, not within the stream.
        PullPlan plan = PullPlan.of(repository, reference, platform);
        progress.say(begin(reference));
        String purpose = "pull " + reference;
        Lease lease = stores.leases().open(purpose, EXPIRY);
        boolean done = false;
        try {
            keepDocuments(lease, plan);
            fetcher.fetch(lease, repository, plan.layers(), progress);
            List<Digest> attached = new AttestationFetcher(stores.content(), repository).fetch(lease, plan);
            boolean changed = record(lease, reference, plan, attached);
            done = true;
            progress.say(end(plan.root().descriptor().digest()));
            return changed;
        } catch (IOException e) {
            throw Internal.failedTo("store " + reference.familiar(), e);
        } finally {
            if (done) {
                stores.leases().forget(purpose);
                lease.close();
            } else {
                lease.abandon();
            }
        }
    }

    /** What the reference stands for, if that is here already: then there is nothing to fetch. */
    private Optional<Descriptor> current(Repository repository, Reference reference, Optional<Platform> platform) {
        Optional<ImageRecord> here = stores.images()
                .find(reference)
                .filter(this::isWhole)
                .filter(image -> platform.isEmpty() || image.config().platform().satisfies(platform.get()));
        if (here.isEmpty()) {
            return Optional.empty();
        }
        return repository
                .head(reference)
                .filter(there -> here.get()
                        .indexDigest()
                        .or(here.get()::manifestDigest)
                        .filter(there.digest()::equals)
                        .isPresent());
    }

    private boolean isWhole(ImageRecord image) {
        return !stores.images().keepsBlobs()
                || image.layers().size() == image.chainIds().size();
    }

    private static ProgressMessage begin(Reference reference) {
        String which =
                reference.digest().map(Digest::toString).or(reference::tag).orElse("");
        return ProgressMessage.status(which, "Pulling from " + reference.path());
    }

    private static ProgressMessage end(Digest digest) {
        return ProgressMessage.status("Digest: " + digest);
    }

    private void keepDocuments(Lease lease, PullPlan plan) throws IOException {
        keep(lease, plan.root());
        if (plan.root().isIndex()) {
            keep(lease, plan.manifest());
        }
        byte[] config = plan.configText().getBytes(StandardCharsets.UTF_8);
        keep(lease, plan.configBlob(), config);
    }

    private void keep(Lease lease, ManifestContent content) throws IOException {
        keep(lease, content.descriptor(), content.bytes());
    }

    private void keep(Lease lease, Descriptor descriptor, byte[] bytes) throws IOException {
        Descriptor kept = stores.content().put(lease, descriptor.mediaType(), bytes);
        if (!kept.digest().equals(descriptor.digest())) {
            throw new InvalidArgument(
                    "unsupported digest algorithm: " + descriptor.digest().algorithm());
        }
    }

    /** Writes the image down. @return whether the reference stood for another image before, or for none */
    private boolean record(Lease lease, Reference reference, PullPlan plan, List<Digest> attached) {
        ImageRecord image = image(lease, plan, attached);
        Map<String, String> attributes = new LinkedHashMap<>(ImageEvents.attributes(image, reference.familiarName()));
        return events.commit(tx -> {
            stores.images().put(tx, image);
            Reference exact = reference.withDigest(plan.root().descriptor().digest());
            Optional<Digest> before = stores.images().tag(tx, exact, image.id());
            if (reference.digest().isEmpty()) {
                before = stores.images().tag(tx, reference, image.id());
            }
            events.add(tx, EventType.IMAGE, "pull", reference.familiar(), attributes);
            return !before.equals(Optional.of(image.id()));
        });
    }

    private ImageRecord image(Lease lease, PullPlan plan, List<Digest> attached) {
        List<Digest> blobs = new ArrayList<>();
        List<Digest> chainIds = new ArrayList<>();
        long size = 0;
        for (PullPlan.Layer layer : plan.layers()) {
            chainIds.add(layer.chainId());
            size += stores.snapshots().usage(layer.chainId().toString()).bytes();
            if (stores.content().hold(lease, layer.blob().digest())) {
                blobs.add(layer.blob().digest());
            }
        }
        return new ImageRecord(
                plan.id(),
                plan.manifest().descriptor().digest(),
                plan.root().isIndex() ? plan.root().descriptor().digest() : null,
                blobs,
                chainIds,
                size,
                plan.config(),
                stores.images().find(plan.id()).flatMap(ImageRecord::parentId).orElse(null),
                stores.images().find(plan.id()).map(ImageRecord::added).orElseGet(clock::instant),
                attached);
    }
}
