package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.kernel.process.Signal;
import io.djong.model.ContainerId;
import io.djong.model.error.Cancelled;
import io.djong.model.error.Conflict;
import io.djong.store.db.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Removes containers: the record first, then what it named. */
final class ContainerRemover {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final ContainerFiles files;
    private final ContainerLogs logs;
    private final ContainerExecs execs;
    private final Events events;
    private final ContainerIndex index;

    ContainerRemover(
            ContainerFiles files, ContainerLogs logs, ContainerExecs execs, Events events, ContainerIndex index) {
        this.files = files;
        this.logs = logs;
        this.execs = execs;
        this.events = events;
        this.index = index;
    }

    /** Removes a container. @throws Conflict if it runs and is not to be killed, or if a link is meant */
    void remove(Container container, RemoveOptions options) {
        if (options.link()) {
            throw new Conflict("Conflict, cannot remove the default link name of the container");
        }
        if (container.state().status().isRunning()) {
            if (!options.force()) {
                throw new Conflict("cannot remove container \"/"
                        + container.record().name()
                        + "\": container is " + container.state().status().word()
                        + ": stop the container before removing or force remove");
            }
            kill(container);
        }
        container.transition.lock();
        try {
            if (container.state().status().isRunning()) {
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
        Condemned condemned = events.commit(tx -> condemn(tx, container, options));
        condemned.announce();
        condemned.discard();
    }

    /** Removes the records of a container within a transaction; the rest is done once that is committed. */
    Condemned condemn(Transaction tx, Container container, RemoveOptions options) {
        ContainerTable.delete(tx, container.id());
        List<String> volumes = options.volumes() ? ownVolumes(container.record()) : List.of();
        VolumeEvents.destroyed(events, tx, volumes);
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
            volumes.forEach(name ->
                    Teardown.step(id, "its volume", () -> files.volumes().remove(name)));
        }
    }

    /** The volumes that went by no name, but where another container has learned it. */
    private List<String> ownVolumes(ContainerRecord record) {
        return volumes(record)
                .filter(mount -> mount.is(PlannedMount.Trait.ANONYMOUS))
                .map(mount -> mount.point().name())
                .filter(name -> index.all().stream()
                        .map(Container::record)
                        .filter(other -> !other.id().equals(record.id()))
                        .flatMap(this::volumes)
                        .noneMatch(mount -> mount.point().name().equals(name)))
                .toList();
    }

    private Stream<PlannedMount> volumes(ContainerRecord record) {
        return new MountPlan(record, files.volumes()).mounts().stream().filter(PlannedMount::isVolume);
    }

    /** Sends it once a start that is under way is through: a process that ends before it begins makes that fail. */
    private ExitWait sendKill(Container container) {
        container.transition.lock();
        try {
            ExitWait exit = container.exits.begin(WaitCondition.NOT_RUNNING);
            container.task().ifPresent(task -> {
                task.kill(Signal.KILL);
                events.emit(
                        EventType.CONTAINER,
                        "kill",
                        container.id().value(),
                        ContainerStopper.attributes(container, Signal.KILL));
            });
            return exit;
        } finally {
            container.transition.unlock();
        }
    }

    private void kill(Container container) {
        try (ExitWait exit = sendKill(container)) {
            exit.await(AFTER_KILL);
        } catch (TimeoutException e) {
            throw new Conflict(
                    "cannot remove container \"/" + container.record().name()
                            + "\": could not kill container: no exit event within " + AFTER_KILL.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("removal of container " + container.id() + " was cancelled", e);
        }
    }
}
