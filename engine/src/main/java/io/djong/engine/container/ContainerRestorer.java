package io.djong.engine.container;

import io.djong.kernel.KernelException;
import io.djong.kernel.namespace.IdMapping;
import io.djong.kernel.namespace.UserNamespace;
import io.djong.model.ContainerId;
import io.djong.runtime.Task;
import io.djong.runtime.TaskExit;
import io.djong.runtime.Tasks;
import io.djong.store.layer.ArchiveIds;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records and kernel together when the daemon starts: processes that still run are taken over, exits that nobody
 * saw are recorded with their codes, and what was half-made when the last daemon died is removed.
 */
final class ContainerRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRestorer.class);

    private final Tasks tasks;
    private final ContainerFiles files;
    private final ContainerLogs logs;
    private final ContainerIndex index;
    private final InstantSource clock;

    ContainerRestorer(ContainerNeeds needs, ContainerFiles files, ContainerLogs logs, ContainerIndex index) {
        this.tasks = needs.tasks();
        this.files = files;
        this.logs = logs;
        this.index = index;
        this.clock = needs.clock();
    }

    /**
     * What there is to do with a container that its record says was running.
     *
     * @param lives whether its process ran when it was taken over
     */
    record Restored(Container container, Optional<Task> task, boolean lives) {}

    /** Takes over the containers on record; the caller sees to exits. */
    List<Restored> restore(List<Container> stored) {
        for (Container container : stored) {
            index.reserve(container.record().name(), container.id());
            index.add(container);
        }
        List<Container> running = stored.stream()
                .filter(container -> container.state().status().isRunning())
                .toList();
        return Interrupts.call("restoring containers", () -> adopt(running));
    }

    private List<Restored> adopt(List<Container> running) throws InterruptedException {
        Map<ContainerId, Restored> restored = new ConcurrentHashMap<>();
        besideEachOther(running, container -> restored.put(container.id(), adopt(container)));
        purge(restored.keySet());
        Map<ContainerId, ArchiveIds> mounted = new HashMap<>();
        restored.values()
                .forEach(r ->
                        r.task().ifPresent(task -> mounted.put(task.id(), r.lives() ? idsOf(task) : ArchiveIds.SAME)));
        files.roots().reconcile(mounted, this::isKnown);
        files.memory().reconcile(mounted::containsKey);
        files.directories().start(this::isKnown);
        List<Restored> all = List.copyOf(restored.values());
        takeOutput(all.stream().filter(r -> !r.lives()).toList());
        return all;
    }

    /** The daemon before may have been told otherwise than this one whose users the container's are. */
    private static ArchiveIds idsOf(Task task) {
        try (UserNamespace users = UserNamespace.of(task.pid())) {
            return users.isOwn() ? ArchiveIds.SAME : ArchiveIds.inside(IdMapping.of(task.pid()));
        } catch (KernelException | UncheckedIOException e) {
            LOG.debug("container {} ended meanwhile", task.id(), e);
            return ArchiveIds.SAME;
        }
    }

    /** Begins to log what they write, or take what they wrote. */
    void takeOutput(List<Restored> containers) {
        besideEachOther(containers.stream().map(Restored::container).toList(), this::begin);
    }

    /** Does the same for many containers, on all processors. */
    private static void besideEachOther(List<Container> containers, Consumer<Container> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            containers.forEach(container -> threads.execute(() -> work.accept(container)));
        }
    }

    /** Takes over its process. One that resists is taken for lost: what is left of it is removed at the next start. */
    private Restored adopt(Container container) {
        Optional<Task> task;
        try {
            task = Interrupts.call("restoring containers", () -> tasks.adopt(container.id()));
        } catch (RuntimeException e) {
            LOG.error("container {}: its process cannot be taken over", container.id(), e);
            task = Optional.empty();
        }
        container.setTask(task);
        task.ifPresent(found -> container.attachments.connect(found::attach));
        LOG.debug("container {}: process {}", container.id(), task.isPresent() ? "found" : "lost");
        return new Restored(container, task, task.map(Task::isAlive).orElse(false));
    }

    /** Whatever the runtime has that no running container accounts for. */
    private void purge(Set<ContainerId> wanted) throws InterruptedException {
        for (ContainerId id : tasks.found()) {
            if (!wanted.contains(id)) {
                LOG.info("removing what is left of a start of container {} that did not come to its end", id);
                purge(id);
            }
        }
    }

    private void purge(ContainerId id) throws InterruptedException {
        try {
            tasks.purge(id);
        } catch (RuntimeException e) {
            LOG.error("container {}: what is left of a start cannot be removed", id, e);
        }
    }

    private void begin(Container container) {
        try {
            logs.begin(container);
        } catch (RuntimeException e) {
            LOG.error("container {}: its output cannot be logged", container.id(), e);
        }
    }

    private boolean isKnown(ContainerId id) {
        return index.byId(id).isPresent();
    }

    /** The end of a container whose process left no trace. */
    TaskExit lostExit() {
        return new TaskExit(TaskExit.UNKNOWN, clock.instant(), false);
    }
}
