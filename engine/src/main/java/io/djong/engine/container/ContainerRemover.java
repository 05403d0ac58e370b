package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.kernel.process.Signal;
import io.djong.model.ContainerId;
import io.djong.model.error.Cancelled;
import io.djong.model.error.Conflict;
import io.djong.runtime.Task;
import io.djong.store.db.Transaction;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Removes containers: the record first, then what it named. */
final class ContainerRemover {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final RootFileSystems roots;
    private final ContainerLogs logs;
    private final ContainerExecs execs;
    private final Events events;
    private final ContainerIndex index;
    private final ContainerDirectories directories;

    ContainerRemover(
            RootFileSystems roots,
            ContainerLogs logs,
            ContainerExecs execs,
            Events events,
            ContainerIndex index,
            ContainerDirectories directories) {
        this.roots = roots;
        this.logs = logs;
        this.execs = execs;
        this.events = events;
        this.index = index;
        this.directories = directories;
    }

    /** Removes a container. @throws Conflict if it runs and is not to be killed */
    void remove(Container container, RemoveOptions options) {
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
            removeStopped(container);
        } finally {
            container.transition.unlock();
        }
    }

    /** Removes a container that does not run and whose {@link Container#transition} the caller holds. */
    void removeStopped(Container container) {
        if (container.state().status() == ContainerStatus.REMOVING) {
            return;
        }
        Condemned condemned = events.commit(tx -> condemn(tx, container));
        condemned.announce();
        condemned.discard();
    }

    /** Removes the records of a container within a transaction; the rest is done once that is committed. */
    Condemned condemn(Transaction tx, Container container) {
        ContainerTable.delete(tx, container.id());
        events.add(tx, EventType.CONTAINER, "destroy", container.id().value(), container.attributes());
        return new Condemned(container, roots.condemn(tx, container.id()));
    }

    /** A container without records: a crash now leaves what the next start removes. */
    final class Condemned {
        private final Container container;
        private final Runnable files;

        private Condemned(Container container, Runnable files) {
            this.container = container;
            this.files = files;
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
            if (Teardown.step(id, "its mount", () -> roots.unmount(id))) {
                Teardown.step(id, "its file system", files);
            }
            Teardown.step(id, "its log", () -> logs.forget(container));
            Teardown.step(id, "its execs", () -> execs.forget(id));
            Teardown.step(id, "its directory", () -> directories.remove(id));
        }
    }

    private static void kill(Container container) {
        try (ExitWait exit = container.exits.begin(WaitCondition.NOT_RUNNING)) {
            container.task().ifPresent(ContainerRemover::kill);
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

    private static void kill(Task task) {
        task.kill(Signal.KILL);
    }
}
