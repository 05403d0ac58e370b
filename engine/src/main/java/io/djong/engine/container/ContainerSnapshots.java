package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.image.CommitRequest;
import io.djong.engine.image.Images;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.model.Digest;
import io.djong.model.Reference;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.FileChange;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.store.layer.LayerPacker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be had of a container's root file system as a whole, while it runs or not: the list of its changes, all of
 * it, and an image. What volumes and other mounts hold is in none of them.
 */
public final class ContainerSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerSnapshots.class);

    private final ContainerIndex index;
    private final ContainerFiles files;
    private final ContainerFreezer freezer;
    private final Images images;
    private final Events events;

    ContainerSnapshots(
            ContainerIndex index, ContainerFiles files, ContainerFreezer freezer, Images images, Events events) {
        this.index = index;
        this.files = files;
        this.freezer = freezer;
        this.images = images;
        this.events = events;
    }

    /** What the container has changed of its image's files. */
    public List<FileChange> changes(String reference) {
        return files.roots().changes(index.get(reference).id());
    }

    /** Writes all files of the container as a tar. */
    public void export(String reference, OutputStream out) throws IOException {
        Container container = index.get(reference);
        refuseLeaving(container, "export");
        try (RootFileSystems.Lent root = files.roots()
                        .lend(
                                container.id(),
                                files.remap().of(container.record().host()));
                Directory directory = Directory.open(root.path())) {
            LayerPacker.packContents(directory, root.ids(), out);
            refuseLeaving(container, "export");
        } catch (KernelException e) {
            throw Internal.failedTo("export container " + container.id(), e);
        }
        events.emit(EventType.CONTAINER, "export", container.id().value(), container.attributes());
    }

    /** Makes an image of the container's changes on top of its image. @return the image's id */
    public Digest commit(String reference, CommitContainer request) {
        Container container = index.get(reference);
        refuseLeaving(container, "commit");
        boolean paused = request.pause() && pause(container);
        try {
            return commit(container, request);
        } catch (Internal e) {
            refuseLeaving(container, "commit"); // which explains it
            throw e;
        } finally {
            if (paused) {
                unpause(container);
            }
        }
    }

    /** Asked before its files are read and again after: a removal takes them from under whoever reads. */
    private static void refuseLeaving(Container container, String what) {
        switch (container.state().status()) {
            case DEAD -> throw new Conflict("You cannot " + what + " container " + container.id() + " which is Dead");
            case REMOVING ->
                throw new Conflict("You cannot " + what + " container " + container.id() + " which is being removed");
            case CREATED, RUNNING, PAUSED, RESTARTING, EXITED -> {
                // It has files, and keeps them.
            }
        }
    }

    /** Freezes it where it runs. @return whether it is to be let go again */
    private boolean pause(Container container) {
        if (container.state().status() != ContainerStatus.RUNNING) {
            return false;
        }
        try {
            freezer.pause(container);
            return true;
        } catch (Conflict e) {
            LOG.debug("commit: {}", e.message()); // it ended, or somebody else paused it
            return false;
        }
    }

    private void unpause(Container container) {
        try {
            Interrupts.postpone(() -> freezer.unpause(container));
        } catch (Conflict e) {
            LOG.debug("commit: {}", e.message()); // it ended, or somebody else let it go
        }
    }

    private Digest commit(Container container, CommitContainer request) {
        ContainerRecord record = container.record();
        ContainerConfig changed = Images.changed(request.config().orElse(record.config()), request.changes());
        ContainerConfig config = new ConfigMerge(changed, record.config()).laidOver(changed.hostname());
        Digest image = images.commit(
                new CommitRequest(
                        record.image(),
                        record.id(),
                        record.config(),
                        config,
                        request.author(),
                        request.comment(),
                        request.reference()),
                out -> {
                    files.roots().packChanges(record.id(), out);
                    refuseLeaving(container, "commit");
                });
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.put("comment", request.comment());
        attributes.put("imageID", image.toString());
        attributes.put("imageRef", request.reference().map(Reference::familiar).orElse(""));
        events.emit(EventType.CONTAINER, "commit", record.id().value(), attributes);
        return image;
    }
}
