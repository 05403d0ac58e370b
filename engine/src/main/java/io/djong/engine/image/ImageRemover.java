package io.djong.engine.image;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.image.ImageUsers.ImageUser;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.error.Conflict;
import io.djong.model.image.ImageDeleteItem;
import io.djong.store.db.Transaction;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.ImageStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes images by Docker's rules: a name goes by itself as long as another stands for the image; the image goes with
 * its last name, or by its id where all names are of one repository. A running container always stands in the way; a
 * stopped one, and names in other repositories, unless forced.
 */
final class ImageRemover {
    private final ImageStores stores;
    private final ImageLookup lookup;
    private final Events events;
    private final ImageUsers users;

    ImageRemover(ImageStores stores, Events events, ImageUsers users) {
        this.stores = stores;
        this.lookup = new ImageLookup(stores.images());
        this.events = events;
        this.users = users;
    }

    /** Takes away what the name means; what nobody needs any more is still to be collected. */
    List<ImageDeleteItem> remove(String name, ImageRemoval how) {
        ImageRecord image = lookup.require(name, how.platform());
        boolean byId = lookup.meansId(name, image.id());
        // The containers are asked first: their owner may not be called from within a transaction.
        Map<Digest, List<ImageUser>> usersOf = usersWithParents(image);
        return events.commit(tx -> {
            Removal removal = new Removal(tx, how, usersOf);
            if (byId) {
                removal.byId(image);
            } else {
                removal.byName(image, name);
            }
            return List.copyOf(removal.items);
        });
    }

    /** Removes an image with all its names, where nothing stands in the way by now; else nothing happens. */
    List<ImageDeleteItem> removeAltogether(Digest id) {
        Optional<ImageRecord> image = stores.images().find(id);
        if (image.isEmpty()) {
            return List.of();
        }
        Map<Digest, List<ImageUser>> usersOf = usersWithParents(image.get());
        try {
            return events.commit(tx -> {
                Removal removal = new Removal(tx, new ImageRemoval(false, true), usersOf);
                removal.altogether(image.get());
                return List.copyOf(removal.items);
            });
        } catch (Conflict e) {
            return List.of(); // Somebody has come to use it.
        }
    }

    private Map<Digest, List<ImageUser>> usersWithParents(ImageRecord image) {
        Map<Digest, List<ImageUser>> found = new HashMap<>();
        Optional<ImageRecord> at = Optional.of(image);
        while (at.isPresent()) {
            found.put(at.get().id(), users.of(at.get().id()));
            at = at.get().parentId().flatMap(stores.images()::find);
        }
        return found;
    }

    private final class Removal {
        private final Transaction tx;
        private final ImageRemoval how;
        private final Map<Digest, List<ImageUser>> usersOf;
        private final ImageStore images = stores.images();
        private final List<ImageDeleteItem> items = new ArrayList<>();

        Removal(Transaction tx, ImageRemoval how, Map<Digest, List<ImageUser>> usersOf) {
            this.tx = tx;
            this.how = how;
            this.usersOf = usersOf;
        }

        void byName(ImageRecord image, String typed) {
            Reference name = Reference.parse(typed).orLatest();
            List<ImageUser> using = usersOf(image.id());
            if (!how.force() && isOneRepository(images.names(tx, image.id())) && !using.isEmpty()) {
                throw new Conflict("conflict: unable to remove repository reference \"" + typed
                        + "\" (must force) - container "
                        + using.getFirst().container().shortId() + " is using its referenced image "
                        + image.id().shortHex());
            }
            untag(image, name);
            if (name.digest().isEmpty()) {
                untagLonelyDigests(image, name);
            }
            if (images.names(tx, image.id()).isEmpty()) {
                delete(image, how.force(), true);
            }
        }

        /** With the last tag of a repository its digests go too: nobody could see where they came from. */
        private void untagLonelyDigests(ImageRecord image, Reference removed) {
            List<Reference> same = images.names(tx, image.id()).stream()
                    .filter(name -> name.name().equals(removed.name()))
                    .toList();
            if (same.stream().allMatch(name -> name.digest().isPresent())) {
                same.forEach(name -> untag(image, name));
            }
        }

        void byId(ImageRecord image) {
            List<Reference> names = images.names(tx, image.id());
            if (isOneRepository(names)) {
                names.forEach(name -> untag(image, name));
            }
            delete(image, how.force(), false);
        }

        void altogether(ImageRecord image) {
            images.names(tx, image.id()).forEach(name -> untag(image, name));
            delete(image, false, false);
        }

        private void delete(ImageRecord image, boolean force, boolean quiet) {
            boolean used = !usersOf(image.id()).isEmpty();
            try {
                refuseIfNeeded(image, force);
            } catch (Conflict conflict) {
                // The name that was asked for is gone; that the image cannot follow it is no news.
                if (quiet && (used || !images.names(tx, image.id()).isEmpty() || hasChildren(image))) {
                    return;
                }
                throw conflict;
            }
            images.names(tx, image.id()).forEach(name -> untag(image, name));
            boolean _ = images.remove(tx, image.id());
            event("delete", image, image.id().toString());
            items.add(ImageDeleteItem.deleted(image.id().toString()));
            layersOfNobodyElse(image).forEach(chain -> items.add(ImageDeleteItem.deleted(chain.toString())));
            if (how.prune()) {
                image.parentId()
                        .flatMap(parent -> images.find(tx, parent))
                        .filter(parent -> images.names(tx, parent.id()).isEmpty())
                        .ifPresent(parent -> delete(parent, false, true));
            }
        }

        private void refuseIfNeeded(ImageRecord image, boolean force) {
            if (hasChildren(image)) {
                throw conflict(image, "cannot be forced", "image has dependent child images");
            }
            refuseIfRunning(image);
            if (!force && !images.names(tx, image.id()).isEmpty()) {
                throw conflict(image, "must be forced", "image is referenced in multiple repositories");
            }
            refuseIfUsed(image, force);
        }

        private void refuseIfUsed(ImageRecord image, boolean force) {
            refuseIfRunning(image);
            List<ImageUser> using = usersOf(image.id());
            if (!force && !using.isEmpty()) {
                throw conflict(
                        image,
                        "must be forced",
                        "image is being used by stopped container "
                                + using.getFirst().container().shortId());
            }
        }

        private void refuseIfRunning(ImageRecord image) {
            for (ImageUser user : usersOf(image.id())) {
                if (user.running()) {
                    throw conflict(
                            image,
                            "cannot be forced",
                            "image is being used by running container "
                                    + user.container().shortId());
                }
            }
        }

        private boolean hasChildren(ImageRecord image) {
            return !images.children(tx, image.id()).isEmpty();
        }

        private List<ImageUser> usersOf(Digest id) {
            return usersOf.getOrDefault(id, List.of());
        }

        private void untag(ImageRecord image, Reference name) {
            if (images.untag(tx, name).isPresent()) {
                items.add(ImageDeleteItem.untagged(name.familiar()));
                event("untag", image, image.id().toString());
            }
        }

        /** From the top down to the first layer that another image has too. */
        private List<Digest> layersOfNobodyElse(ImageRecord removed) {
            Set<Digest> others = new HashSet<>();
            images.records(tx).forEach(other -> others.addAll(other.chainIds()));
            return removed.chainIds().reversed().stream()
                    .takeWhile(chain -> !others.contains(chain))
                    .toList();
        }

        private void event(String action, ImageRecord image, String name) {
            events.add(tx, EventType.IMAGE, action, image.id().toString(), ImageEvents.attributes(image, name));
        }
    }

    private static Conflict conflict(ImageRecord image, String way, String reason) {
        return new Conflict("conflict: unable to delete " + image.id().shortHex() + " (" + way + ") - " + reason);
    }

    /** Whether the names are at most one tag and the digests of its repository. */
    private static boolean isOneRepository(List<Reference> names) {
        if (names.size() <= 1) {
            return true;
        }
        long tags = names.stream().filter(name -> name.digest().isEmpty()).count();
        long repositories = names.stream().map(Reference::name).distinct().count();
        return tags <= 1 && repositories == 1;
    }
}
