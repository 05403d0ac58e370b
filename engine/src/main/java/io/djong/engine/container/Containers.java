package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.image.Images;
import io.djong.engine.volume.VolumeUsers;
import io.djong.kernel.process.Signal;
import io.djong.kernel.tty.Terminal;
import io.djong.model.ContainerId;
import io.djong.model.Filters;
import io.djong.model.container.HostConfig;
import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.error.NotModified;
import io.djong.runtime.Task;
import io.djong.runtime.TaskExit;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of this engine: every use case of a container, by a reference that a user typed (a name, an id or the
 * unambiguous beginning of one).
 *
 * <p>All methods may block and are interruptible. Every one that takes a reference throws {@code NotFound} with {@code
 * No such container: …} where it names none.
 */
public final class Containers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

    private final ContainerIndex index;
    private final ContainerCreator creator;
    private final ContainerStarter starter;
    private final ContainerRenamer renamer;
    private final ContainerFreezer freezer;
    private final Alarms alarms = new Alarms();
    private final Restarts restarts;
    private final HealthChecks health;
    private final ContainerStopper stopper;
    private final ContainerExits exits;
    private final ContainerRemover remover;
    private final ContainerFiles files;
    private final ContainerUpdater updater;
    private final ContainerTop top;
    private final ContainerLogs logs;
    private final ContainerViews views;
    private final LinkRemover linkRemover;
    private final Events events;
    private final ContainerListing listing;
    private final ContainerPruner pruner;
    private final Images imageStore;
    private final ExitWatch watch = new ExitWatch(this::exited);

    private final ContainerRestorer restorer;

    /** Builds the aggregate; {@link #restore} comes before everything else. */
    public Containers(ContainerNeeds needs, ContainerIndex index) {
        this.files = ContainerFiles.of(needs);
        TaskLauncher launcher = new TaskLauncher(
                needs.tasks(),
                needs.settings().devices(),
                needs.settings().hostDefaults().get(),
                files);
        this.index = index;
        this.events = needs.events();
        this.imageStore = needs.images();
        this.linkRemover = new LinkRemover(index, events);
        Links links = new Links(index);
        this.views = new ContainerViews(files, index, links, needs);
        this.listing = new ContainerListing(index, files, views, needs.images());
        this.logs = new ContainerLogs(
                needs.pump(),
                files.paths(),
                needs.settings().runtime()::control,
                needs.settings().logDefaults());
        this.creator = new ContainerCreator(needs, files, launcher, logs, index, links);
        this.starter = new ContainerStarter(needs, files, launcher, logs, index, links);
        ContainerChanges changes = new ContainerChanges(events);
        this.renamer = new ContainerRenamer(index, changes);
        this.health = new HealthChecks(alarms, needs.execs(), events, needs.clock(), needs.random());
        this.freezer = new ContainerFreezer(changes, health);
        this.restarts = new Restarts(alarms, index, events, needs.clock(), new PolicyStarts());
        this.stopper = new ContainerStopper(events, freezer, restarts);
        this.updater = new ContainerUpdater(needs.tasks(), changes);
        this.top = new ContainerTop(needs.tasks(), events);
        this.remover = new ContainerRemover(files, logs, needs.execs(), events, index, stopper, needs.images()::left);
        this.pruner = new ContainerPruner(index, files.roots(), remover, events, needs.clock());
        VolumeHolders holders = new VolumeHolders(index, files.volumes().paths());
        this.exits = new ContainerExits(needs, files, holders, logs, remover);
        this.restorer = new ContainerRestorer(needs, files, logs, index);
    }

    /**
     * Takes over what an earlier daemon left, running or not. Called once, first, once the networks have started.
     *
     * @return what is left to do once the API is served: to log and to follow those that live. Nothing of theirs is lost
     *     until then
     */
    public Runnable restore(StoredContainers stored) {
        List<ContainerRestorer.Restored> restored = restorer.restore(stored.containers());
        restored.stream().filter(r -> !r.lives()).forEach(this::resume);
        List.copyOf(index.all()).forEach(c -> unlessItResists(c, () -> removeIfOver(c)));
        List<ContainerRestorer.Restored> living =
                restored.stream().filter(ContainerRestorer.Restored::lives).toList();
        return () -> {
            restorer.takeOutput(living);
            living.forEach(this::resume);
            restarts.begin();
        };
    }

    private void resume(ContainerRestorer.Restored restored) {
        Container container = restored.container();
        unlessItResists(
                container,
                () -> restored.task().ifPresentOrElse(task -> resume(container, task), () -> lost(container)));
    }

    /** Takes a step of the restoration: one container that resists keeps no daemon from serving the others. */
    private static void unlessItResists(Container container, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("container {} cannot be restored", container.id(), e);
        }
    }

    /** Follows it to its exit, or records that: of what ended while no daemon was there, before anybody can ask. */
    private void resume(Container container, Task task) {
        if (task.isAlive()) {
            watch.follow(container, task);
            found(container);
        } else {
            exited(container, task, Interrupts.call("restoring containers", task::await));
        }
    }

    private void found(Container container) {
        container.transition.lock();
        try {
            if (container.state().status() == ContainerStatus.RUNNING) {
                health.found(container);
            }
        } finally {
            container.transition.unlock();
        }
    }

    private void lost(Container container) {
        exited(container, Optional.empty(), restorer.lostExit());
    }

    /** Waits for the clean-up after containers that have ended. Those that run are left alone. */
    @Override
    public void close() {
        alarms.close();
        restarts.close();
        health.close(index.all());
        watch.close();
        files.directories().close();
    }

    /**
     * Stops what runs, each container by its own signal and timeout, and starts nothing any more; by their policies they
     * start with the next daemon.
     *
     * @param seconds until the rest is left running, where no container may take longer; negative for ever
     */
    public void shutDown(int seconds) {
        alarms.close();
        restarts.close();
        new ContainerShutdown(stopper)
                .stop(index.all().stream().filter(c -> c.task().isPresent()).toList(), seconds);
    }

    /** Creates a container from an image. @throws Conflict if the name is taken */
    public CreatedContainer create(CreateContainer request) {
        return creator.create(request);
    }

    /** Starts it. @throws NotModified if it runs already */
    public void start(String reference) {
        start(index.get(reference));
    }

    private void start(Container container) {
        container.transition.lock();
        try {
            starter.start(container, task -> started(container, task));
        } catch (NotModified e) {
            throw e;
        } catch (RuntimeException e) {
            removeIfOver(container);
            throw e;
        } finally {
            container.transition.unlock();
        }
    }

    private void started(Container container, Task task) {
        watch.follow(container, task);
        health.started(container);
    }

    /** Starts by the policies of containers. */
    private final class PolicyStarts implements Restarts.Starts {
        @Override
        public void again(Container container) {
            starter.startAgain(container, task -> started(container, task));
        }

        @Override
        public void anew(Container container) {
            start(container);
        }
    }

    private void exited(Container container, Task task, TaskExit exit) {
        exited(container, Optional.of(task), exit);
    }

    private void exited(Container container, Optional<Task> task, TaskExit exit) {
        container.transition.lock();
        try {
            health.stopped(container);
            exits.exited(container, task, exit);
            if (container.state().status() == ContainerStatus.RESTARTING) {
                restarts.schedule(container);
            }
        } finally {
            container.transition.unlock();
        }
    }

    /** Stops it and waits for its end. @throws NotModified if it does not run */
    public void stop(String reference, StopOptions options) {
        Container container = index.get(reference);
        try {
            stopper.stop(container, options);
        } catch (NotModified e) {
            throw e;
        } catch (EngineException e) {
            throw e.during("cannot stop container: " + reference);
        }
    }

    /** Stops it where it runs, and starts it. One that removes itself at its end is kept. */
    public void restart(String reference, StopOptions options) {
        Container container = index.get(reference);
        restarting(container, container::beginRestart);
        try {
            unlessDone(() -> stopper.stop(container, options));
            unlessDone(() -> start(container));
        } catch (EngineException e) {
            throw e.during("Cannot restart container " + reference);
        } finally {
            restarting(container, container::endRestart);
        }
        events.emit(EventType.CONTAINER, "restart", container.id().value(), container.attributes());
    }

    /** Takes a step that somebody else may have taken. */
    private static void unlessDone(Runnable step) {
        try {
            step.run();
        } catch (NotModified e) {
            LOG.debug("restart: {}", e.message());
        }
    }

    /** Begins or ends a restart; what ended during it, and should have gone with that, goes now. */
    private void restarting(Container container, Runnable change) {
        container.transition.lock();
        try {
            change.run();
            removeIfOver(container);
        } finally {
            container.transition.unlock();
        }
    }

    private void removeIfOver(Container container) {
        if (container.removesItself() && !container.state().status().isActive()) {
            remover.removeStopped(container, RemoveOptions.AUTOMATIC);
        }
    }

    /** Sends a signal by name or number, empty for KILL. @throws Conflict if it does not run */
    public void kill(String reference, String signal) {
        try {
            Signal parsed = ContainerStopper.signal(signal.isEmpty() ? "KILL" : signal);
            stopper.kill(index.get(reference), parsed);
        } catch (EngineException e) {
            throw e.during("cannot kill container: " + reference);
        }
    }

    /** Freezes its processes. @throws Conflict if it does not run or is frozen */
    public void pause(String reference) {
        freezer.pause(index.get(reference));
    }

    /** Lets frozen processes run on. @throws Internal if it is not frozen, as Docker has it */
    public void unpause(String reference) {
        try {
            freezer.unpause(index.get(reference));
        } catch (Conflict e) {
            throw new Internal(e.message(), e);
        }
    }

    /** Gives it another name. @throws Conflict if that is taken */
    public void rename(String reference, String newName) {
        renamer.rename(reference, newName);
    }

    /**
     * Gives it other resources and another restart policy: those that are set in {@code changes}.
     *
     * @return what was left out, and why
     * @throws InvalidArgument if they cannot be @throws Conflict if they do not go with those that it has
     */
    public List<String> update(String reference, HostConfig changes) {
        return updater.update(index.get(reference), changes);
    }

    /** Sets the size of its terminal. @throws Conflict if it does not run */
    public void resize(String reference, int rows, int columns) {
        Container container = index.get(reference);
        container
                .task()
                .orElseThrow(() -> ContainerStopper.notRunning(container.id()))
                .resize(size(rows, columns));
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.put("height", Integer.toString(rows));
        attributes.put("width", Integer.toString(columns));
        events.emit(EventType.CONTAINER, "resize", container.id().value(), attributes);
    }

    private static Terminal.Size size(int rows, int columns) {
        try {
            return new Terminal.Size(rows, columns);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid terminal size: " + rows + "x" + columns, e);
        }
    }

    /** Removes it, or the link of that name. @throws Conflict if it runs and {@code force} is not set */
    public void remove(String reference, RemoveOptions options) {
        if (options.link()) {
            linkRemover.remove(reference);
            return;
        }
        Container container = index.get(reference);
        try {
            remover.remove(container, options);
        } catch (EngineException e) {
            throw e.during("cannot remove container \"" + reference + "\"");
        }
    }

    /** Begins to wait; events from now on count. */
    public ExitWait await(String reference, WaitCondition condition) {
        return index.get(reference).exits.begin(condition);
    }

    /** Takes a place at the main process's streams, also before it has started. */
    public Attachment attach(String reference, AttachRequest request) {
        Container container = index.get(reference);
        if (container.state().status() == ContainerStatus.PAUSED) {
            throw new Conflict("container " + reference + " is paused, unpause the container before attach");
        }
        if (container.state().status() == ContainerStatus.RESTARTING) {
            throw new Conflict("container " + reference + " is restarting, wait until the container is running");
        }
        ContainerRecord record = container.record();
        StreamAttachment attachment = new StreamAttachment(new StreamAttachment.Plan(
                request,
                record.config().tty(),
                sink -> logs.replay(container, request, sink),
                () -> events.emit(EventType.CONTAINER, "detach", container.id().value(), container.attributes()),
                container.attachments::remove));
        container.attachments.add(attachment);
        events.emit(EventType.CONTAINER, "attach", container.id().value(), container.attributes());
        return attachment;
    }

    /** Checks that the logs can be read, as {@link #logs} would, and says whether the container has a terminal. */
    public boolean checkLogs(String reference) {
        Container container = index.get(reference);
        logs.checkReadable(container);
        return container.record().config().tty();
    }

    /** Reads the log into the sink; with {@code follow} until the container ends or the caller is interrupted. */
    public void logs(String reference, LogQuery query, StreamSink sink) throws IOException, InterruptedException {
        logs.read(index.get(reference), query, sink);
    }

    /** Its root file system as a whole: changes, export, commit. */
    public ContainerSnapshots snapshots() {
        return new ContainerSnapshots(index, files, freezer, imageStore, events);
    }

    /** Its files one by one: into it and out of it. */
    public ContainerCopies copies() {
        return new ContainerCopies(index, files, events);
    }

    public ContainerView inspect(String reference) {
        return views.inspect(index.get(reference));
    }

    /** What it takes up on the disk. */
    public ContainerSize size(String reference) {
        ContainerId id = index.get(reference).id();
        try {
            return files.roots().size(id);
        } catch (NotFound e) { // it was removed meanwhile
            throw ContainerIndex.unknown(reference);
        }
    }

    /** The containers that the query asks for, newest first. */
    public List<ListedContainer> list(ListQuery query) {
        return listing.list(query);
    }

    /** Which containers have which volumes. */
    public VolumeUsers volumeUsers() {
        return new VolumeHolders(index, files.volumes().paths());
    }

    /** Removes the containers that do not run and pass the filters. @throws Conflict while another prune runs */
    public PrunedContainers prune(Filters filters) {
        return pruner.prune(filters);
    }

    /** The states of all containers, for counting. */
    public Collection<ContainerStatus> statuses() {
        return index.all().stream().map(c -> c.state().status()).toList();
    }

    /** The images that containers are made of, with the containers. */
    public List<ContainerRecord> records() {
        return index.all().stream().map(Container::record).toList();
    }

    /**
     * The processes in it: a row of titles, then a row each.
     *
     * @param arguments of the host's {@code ps}; none for those of {@code ps -ef}
     * @throws Conflict if it does not run
     */
    public List<List<String>> top(String reference, String arguments) {
        return top.of(index.get(reference), arguments);
    }
}
