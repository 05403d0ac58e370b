package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.kernel.process.Signal;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.error.Conflict;
import io.djong.model.error.Internal;
import io.djong.store.db.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes containers: the record first, then what it named. */
final class ContainerRemover {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRemover.class);

    private final ContainerFiles files;
    private final ContainerLogs logs;
    private final ContainerExecs execs;
    private final Events events;
    private final ContainerIndex index;
    private final ContainerStopper stopper;
    private final VolumeHolders holders;
    private final Consumer<Digest> imageLeft;

    /** @param imageLeft is told of each image that a container no longer needs */
    ContainerRemover(
            ContainerFiles files,
            ContainerLogs logs,
            ContainerExecs execs,
            Events events,
            ContainerIndex index,
            ContainerStopper stopper,
            Consumer<Digest> imageLeft) {
        this.files = files;
        this.logs = logs;
        this.execs = execs;
        this.events = events;
        this.index = index;
        this.stopper = stopper;
        this.holders = new VolumeHolders(index, files.volumes().paths());
        this.imageLeft = imageLeft;
    }

    /** Removes a container. @throws Conflict if it runs and is not to be killed */
    void remove(Container container, RemoveOptions options) {
        if (container.state().status().isActive()) {
            if (!options.force()) {
                throw runs(container.state().status());
            }
            kill(container);
        }
        container.transition.lock();
        try {
            if (container.state().status().isActive()) {
                throw new Conflict("container " + container.id() + " was started while it was being removed");
            }
            removeStopped(container, options);
        } finally {
            container.transition.unlock();
        }
    }

    /** Removes a container that does not run and whose {@link Container#transition} the caller holds. */
    void removeStopped(Container container, RemoveOptions options) {
        if (container.state().status() == ContainerStatus.REMOVING) {
            return;
        }
        List<String> volumes = volumesToGo(container, options);
        Condemned condemned = events.commit(tx -> condemn(tx, container, volumes));
        condemned.announce();
        condemned.discard();
    }

    /** The volumes that go with a container: to be asked before the transaction that removes it. */
    List<String> volumesToGo(Container container, RemoveOptions options) {
        return options.volumes() ? ownVolumes(container.record()) : List.of();
    }

    /** Removes the records of a container and of volumes within a transaction; the rest is done once that is committed. */
    Condemned condemn(Transaction tx, Container container, List<String> volumes) {
        ContainerTable.delete(tx, container.id());
        if (container.health().isPresent()) {
            ContainerTable.deleteHealth(tx, container.id());
        }
        volumes.forEach(name -> files.volumes().condemn(tx, name));
        events.add(tx, EventType.CONTAINER, "destroy", container.id().value(), container.attributes());
        return new Condemned(container, files.roots().condemn(tx, container.id()), volumes);
    }

    /** A container without records: a crash now leaves what the next start removes. */
    final class Condemned {
        private final Container container;
        private final Runnable snapshot;
        private final List<String> volumes;

        private Condemned(Container container, Runnable snapshot, List<String> volumes) {
            this.container = container;
            this.snapshot = snapshot;
            this.volumes = volumes;
        }

        /** From here on it does not exist for anybody. */
        void announce() {
            container.replace(container.record().withState(container.state().withStatus(ContainerStatus.REMOVING)));
            index.remove(container);
            Teardown.step(container.id(), "its streams", container.attachments::dismiss);
            container.exits.removed();
        }

        /** Removes what the records named. */
        void discard() {
            ContainerId id = container.id();
            if (Teardown.step(id, "its mount", () -> files.roots().unmount(id))) {
                Teardown.step(id, "its file system", snapshot);
            }
            Teardown.step(id, "its log", () -> logs.forget(container));
            Teardown.step(id, "its execs", () -> execs.forget(id));
            Teardown.step(id, "its directory", () -> files.directories().remove(id));
            volumes.forEach(name -> Teardown.step(
                    id,
                    "its volume",
                    () -> files.volumes().discard(name, () -> holders.byVolume().containsKey(name))));
            Teardown.step(
                    id, "what images left", () -> images(container.record()).forEach(imageLeft));
        }
    }

    /** What it was made of, and what it had mounted. */
    private static Stream<Digest> images(ContainerRecord record) {
        return Stream.concat(
                Stream.of(record.image()), record.ties().images().stream().map(Ties.MountedImage::id));
    }

    /** The volumes that went by no name, but where another container has learned it. */
    private List<String> ownVolumes(ContainerRecord record) {
        List<String> anonymous = new MountPlan(record, files.volumes().paths())
                .volumes().stream()
                        .filter(mount -> mount.is(PlannedMount.Trait.ANONYMOUS))
                        .map(mount -> mount.point().name())
                        .filter(name -> !files.volumes().isHeld(name))
                        .toList();
        if (anonymous.isEmpty()) {
            return anonymous; // as for most, and the others need not be looked at
        }
        Map<String, List<ContainerId>> having = holders.byVolume();
        return anonymous.stream()
                .filter(name -> having.getOrDefault(name, List.of()).stream().allMatch(record.id()::equals))
                .toList();
    }

    private static Conflict runs(ContainerStatus status) {
        return new Conflict(
                status == ContainerStatus.PAUSED
                        ? "container is paused and must be unpaused first"
                        : "container is " + status.word() + ": stop the container before removing or force remove");
    }

    private void kill(Container container) {
        try {
            stopper.kill(container, Signal.KILL);
        } catch (Conflict e) {
            LOG.debug("{}", e.message()); // it has ended meanwhile
        } catch (Internal e) {
            throw e.during("could not kill container");
        }
    }
}
