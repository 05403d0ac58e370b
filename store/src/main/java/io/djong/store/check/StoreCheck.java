package io.djong.store.check;

import io.djong.model.Digest;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.image.ImageConfig;
import io.djong.model.json.Json;
import io.djong.store.content.ContentInfo;
import io.djong.store.content.ContentStore;
import io.djong.store.db.Database;
import io.djong.store.gc.GarbageCollector;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.ImageStore;
import io.djong.store.image.NamedImage;
import io.djong.store.layer.LayerUnpacker;
import io.djong.store.layer.UnpackedLayer;
import io.djong.store.layer.Usage;
import io.djong.store.lease.Lease;
import io.djong.store.lease.Leases;
import io.djong.store.snapshot.ChainId;
import io.djong.store.snapshot.Draft;
import io.djong.store.snapshot.Snapshot;
import io.djong.store.snapshot.Snapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Verifies the stores while nobody else uses them: the database by its own means; every blob by its digest; every
 * snapshot by its directory and the length of what is in it; every image by its blobs, its layers and its references.
 *
 * <p>What can be had again is repaired: a damaged blob goes, and comes with the next pull; a damaged layer is unpacked
 * anew from its blob. The rest is named. What crashes left without a record is removed, and is no damage.
 */
public final class StoreCheck {
    private static final Duration EXPIRY = Duration.ofMinutes(1);

    private final Parts parts;
    private final Consumer<String> told;
    private int repaired;
    private int broken;

    /**
     * What is checked, and by what means.
     *
     * @param inUse whether a container that runs stands on a directory
     */
    public record Parts(
            Database database,
            ContentStore content,
            Snapshots snapshots,
            ImageStore images,
            LayerUnpacker unpacker,
            Leases leases,
            GarbageCollector collector,
            Predicate<Path> inUse) {}

    /** The blob that a layer was unpacked from. */
    private record Source(Digest blob, Digest diffId) {}

    /** @param told a line for everything that is not as it should be */
    public StoreCheck(Parts parts, Consumer<String> told) {
        this.parts = parts;
        this.told = told;
    }

    /** Checks everything, once. */
    public CheckReport run() {
        parts.database().problems().forEach(problem -> broken("state.db: " + problem));
        if (broken == 0) {
            blobs();
            layers();
            images();
            long freed = parts.collector().collect();
            if (freed > 0) {
                told.accept(freed + " bytes that nothing referred to were removed");
            }
        }
        return new CheckReport(repaired, broken);
    }

    private void blobs() {
        for (ContentInfo info : parts.content().list()) {
            if (!parts.content().isWhole(info)) {
                parts.content().drop(info.digest());
                repaired("blob " + info.digest() + " was damaged: it is removed, and comes again with the next pull");
            }
        }
    }

    private void layers() {
        Map<String, Source> sources = sources();
        for (Snapshot snapshot : parts.snapshots().list()) {
            Optional<Usage> present = parts.snapshots().present(snapshot.key());
            boolean committed = snapshot.kind() == Snapshot.Kind.COMMITTED;
            boolean whole = present.isPresent()
                    && (!committed || present.get().bytes() == snapshot.usage().bytes());
            if (!whole) {
                damaged(snapshot, present, Optional.ofNullable(sources.get(snapshot.key())));
            }
        }
    }

    private Map<String, Source> sources() {
        Map<String, Source> sources = new HashMap<>();
        for (NamedImage named : parts.images().list()) {
            ImageRecord image = named.image();
            List<Digest> diffIds = image.config().rootfs().diffIds();
            for (int i = 0; i < image.layers().size() && image.layers().size() == diffIds.size(); i++) {
                Digest blob = image.layers().get(i);
                if (parts.content().info(blob).isPresent()) {
                    sources.put(image.chainIds().get(i).toString(), new Source(blob, diffIds.get(i)));
                }
            }
        }
        return sources;
    }

    private void damaged(Snapshot snapshot, Optional<Usage> present, Optional<Source> source) {
        String what = (snapshot.kind() == Snapshot.Kind.COMMITTED ? "layer " : "the files of container ")
                + snapshot.key() + " in " + parts.snapshots().directory(snapshot.key());
        boolean standing =
                present.isPresent() && parts.inUse().test(parts.snapshots().directory(snapshot.key()));
        if (standing && snapshot.kind() == Snapshot.Kind.COMMITTED) {
            broken(what + " seems damaged, and a container that runs stands on it: stop that, and check again");
        } else if (source.isPresent()) {
            rebuild(snapshot, present, source.get(), what);
        } else if (present.isEmpty()) {
            broken(what + ": its directory is missing");
        } else if (present.get().bytes() < snapshot.usage().bytes()) {
            // An archive may name a file twice, so without its blob this is no proof.
            told.accept(what + " holds " + present.get().bytes() + " bytes where its archive had "
                    + snapshot.usage().bytes() + ": without the blob that cannot be judged");
        } else {
            broken(what + ": it has grown from " + snapshot.usage().bytes() + " to "
                    + present.get().bytes() + " bytes");
        }
    }

    private void rebuild(Snapshot snapshot, Optional<Usage> present, Source source, String what) {
        try (Lease lease = parts.leases().open("check", EXPIRY);
                Draft draft = parts.snapshots().draft();
                InputStream blob = parts.content().open(source.blob())) {
            UnpackedLayer layer =
                    parts.unpacker().unpack(blob, draft.directory()).require(source.diffId());
            if (present.equals(Optional.of(parts.snapshots().count(draft)))) {
                return;
            }
            parts.snapshots().replace(lease, snapshot, draft, layer);
            repaired(what + " was damaged: it is unpacked anew");
        } catch (EngineException e) {
            broken(what + " is damaged, and cannot be unpacked anew: " + e.message());
        } catch (IOException e) {
            throw Internal.failedTo("unpack " + source.blob(), e);
        }
    }

    private void images() {
        List<Digest> lost = parts.database()
                .write(tx -> parts.images()
                        .removeUnless(
                                tx, layer -> parts.snapshots().find(tx, layer).isPresent()));
        lost.forEach(id -> repaired("image " + id + " lacked layers: it is removed, and can be pulled again"));
        for (NamedImage named : parts.images().list()) {
            image(named.image());
        }
    }

    private void image(ImageRecord image) {
        if (!image.chainIds().equals(ChainId.of(image.config().rootfs().diffIds()))) {
            broken("image " + image.id() + ": its layers are not those of its configuration");
            return;
        }
        if (!isHere(image.id()) && !restored(image)) {
            broken("image " + image.id() + ": its configuration is lost; it runs, but cannot be saved or pushed until"
                    + " it is pulled again");
        }
        ImageRecord kept = image.keeping(this::isHere);
        if (!kept.equals(image)) {
            repaired("image " + image.id() + " is kept without the blobs that were lost");
        }
        boolean referred = parts.database().write(tx -> {
            boolean before = parts.images().refersTo(tx, kept);
            parts.images().put(tx, kept);
            return before;
        });
        if (!referred && kept.equals(image)) {
            repaired("image " + image.id() + " did not hold what it needs");
        }
    }

    /** A configuration that was made here can be made again, to the byte. */
    private boolean restored(ImageRecord image) {
        ImageConfig config = image.config();
        byte[] document = Json.bytes(config);
        if (!Digest.sha256(document).equals(image.id())) {
            return false;
        }
        try (Lease lease = parts.leases().open("check", EXPIRY)) {
            boolean _ = parts.content().put(lease, "", document).size() > 0;
            parts.database().write(tx -> {
                parts.images().put(tx, image);
                return true;
            });
        } catch (IOException e) {
            throw Internal.failedTo("write the configuration of image " + image.id(), e);
        }
        repaired("image " + image.id() + ": its configuration was lost, and is written again");
        return true;
    }

    private boolean isHere(Digest blob) {
        return parts.content().info(blob).isPresent();
    }

    private void repaired(String what) {
        repaired++;
        told.accept(what);
    }

    private void broken(String what) {
        broken++;
        told.accept(what);
    }
}
