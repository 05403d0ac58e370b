package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.engine.remap.ContainerUsers;
import io.djong.engine.remap.UserRemap;
import io.djong.engine.volume.Volumes;
import io.djong.kernel.Fd;
import io.djong.model.container.HostConfig;
import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotModified;
import io.djong.network.Networks;
import io.djong.network.Sandbox;
import io.djong.network.SandboxRequest;
import io.djong.runtime.StartFailure;
import io.djong.runtime.Task;
import io.djong.runtime.spec.BindMount;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Starts containers: sandbox, root file system, log, process; each step can be taken back. The record says running
 * before the process is let go, so that a daemon which dies between the two finds and ends it, rather than not know it.
 */
final class ContainerStarter {
    /** The exit code of a container that could not be started, but where the command is why. */
    private static final int FAILED = 128;

    private static final String SHARED_MEMORY = "/dev/shm";

    private final Networks networks;
    private final ContainerFiles files;
    private final VolumeHolders holders;
    private final TaskLauncher launcher;
    private final ContainerLogs logs;
    private final Events events;
    private final ContainerIndex index;
    private final Links links;
    private final InstantSource clock;

    ContainerStarter(
            ContainerNeeds needs,
            ContainerFiles files,
            TaskLauncher launcher,
            ContainerLogs logs,
            ContainerIndex index,
            Links links) {
        this.networks = needs.networks();
        this.files = files;
        this.holders = new VolumeHolders(index, files.volumes().paths());
        this.launcher = launcher;
        this.logs = logs;
        this.events = needs.events();
        this.index = index;
        this.links = links;
        this.clock = needs.clock();
    }

    /**
     * Starts a container by hand, whose {@link Container#transition} the caller holds.
     *
     * @param running called with the container once its process runs
     * @throws NotModified if it runs already, or will by itself
     */
    void start(Container container, Consumer<Task> running) {
        refuseUnstartable(container);
        container.replace(container.record().withState(container.state().withRestarts(RestartSeries.NEW)));
        start(container, running, container.state()::failed);
    }

    /** Starts a container by its policy, whose {@link Container#transition} the caller holds. */
    void startAgain(Container container, Consumer<Task> running) {
        ContainerState before = container.state();
        start(container, running, (_, reason) -> before.notRestarted(reason));
    }

    /** What becomes of a container that could not be started. */
    private interface Failed {
        ContainerState state(int exitCode, String reason);
    }

    private void start(Container container, Consumer<Task> running, Failed failed) {
        Undo undo = new Undo();
        try {
            Task task = bringUp(container, undo);
            running.accept(task);
        } catch (StartFailure e) {
            undo.run(e);
            recordFailure(container, failed.state(e.exitCode(), e.message()));
            throw new InvalidArgument(e.message(), e); // a wrong command is the user's mistake
        } catch (RuntimeException e) {
            undo.run(e);
            recordFailure(container, failed.state(FAILED, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private static void refuseUnstartable(Container container) {
        switch (container.state().status()) {
            case RUNNING, RESTARTING -> throw new NotModified("container is already running");
            case PAUSED -> throw new Conflict("cannot start a paused container, try unpause instead");
            case REMOVING, DEAD -> throw new Conflict("container is marked for removal and cannot be started");
            case CREATED, EXITED -> {
                // These can be started.
            }
        }
    }

    private Task bringUp(Container container, Undo undo) {
        MountPlan mounts = new MountPlan(container.record(), files.volumes().paths());
        mounts.makeSources();
        try (Volumes.Hold _ = mountVolumes(container.record(), mounts, undo)) {
            return bringUp(container, mounts, undo);
        }
    }

    /** Mounts what the options of its volumes say. @return what keeps that until the container has it */
    private Volumes.Hold mountVolumes(ContainerRecord record, MountPlan mounts, Undo undo) {
        Set<String> names = files.mountedVolumes(record, mounts.mounts());
        Volumes.Hold hold = files.volumes().hold(names);
        try {
            for (String name : names) {
                undo.add(() -> files.volumes().unmount(name, () -> holders.isUsed(name)));
                files.volumes().mount(name);
            }
            return hold;
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private Task bringUp(Container container, MountPlan mounts, Undo undo) {
        ContainerRecord record = container.record();
        files.remap().check(record.host()); // the daemon that made it may have been told otherwise
        ContainerUsers users = files.remap().of(record.host());
        NetworkPlan plan = new NetworkPlan(record);
        Beside<Sandbox> opening = Beside.begin(
                "network " + record.id().shortId(),
                () -> plan.joined().map(this::sandboxOf).orElseGet(() -> networks.open(request(record, plan))));
        undo.add(() -> {
            if (plan.joined().isEmpty()) {
                opening.result().ifPresent(networks::close);
            }
        });
        Path rootfs = files.roots().mount(record.id(), users);
        undo.add(() -> files.roots().unmount(record.id()));
        logs.begin(container);
        undo.add(() -> logs.end(container));
        List<BindMount> memory = sharedMemory(record, users, undo);
        Sandbox sandbox = opening.get();
        if (plan.joined().isEmpty()) {
            container.setSandbox(Optional.of(sandbox));
            undo.add(() -> container.setSandbox(Optional.empty()));
        }
        Optional<Beside<String>> document = plan.joined().isEmpty()
                ? Optional.of(Beside.begin("sandbox document", () -> ContainerTable.document(sandbox)))
                : Optional.empty();
        List<Fd> held = plan.joined().isEmpty() ? networks.portHolders(sandbox.id()) : List.of();
        Task task = launcher.create(
                record,
                new TaskLauncher.Prepared(
                        rootfs,
                        sandbox,
                        mounts.mounts(),
                        memory,
                        links.variables(record, sandbox),
                        logs.spool(record),
                        held),
                this::taskOf);
        undo.add(() -> launcher.purge(record.id()));
        Beside<Boolean> recorded = Beside.begin(
                "record " + record.id().shortId(),
                () -> persist(container, task, new Joined(sandbox, document.map(Beside::get), mounts.mounts())));
        undo.add(recorded::result);
        container.attachments.connect(task::attach);
        recorded.get();
        mounts.volumes().forEach(mount -> files.volumes().used(mount.point().name()));
        container.setTask(Optional.of(task));
        undo.add(() -> container.setTask(Optional.empty()));
        Interrupts.run("start of container " + record.id(), task::start);
        links.started(container);
        return task;
    }

    private SandboxRequest request(ContainerRecord record, NetworkPlan plan) {
        UserRemap remap = files.remap();
        HostConfig host = record.host();
        SandboxRequest request = plan.request(files.paths().directory(record.id()), links.hosts(record));
        return remap.of(host).areRemapped()
                ? request.in(() -> Stream.of(host.pidMode(), host.ipcMode())
                        .flatMap(mode -> NamespaceOwner.of(mode).stream())
                        .findFirst()
                        .map(owner -> remap.networkBeside(taskOf(owner).pid()))
                        .orElseGet(remap::network))
                : request;
    }

    /** The {@code /dev/shm} of a container that shares its IPC, or joins another's. */
    private List<BindMount> sharedMemory(ContainerRecord record, ContainerUsers users, Undo undo) {
        String mode = record.host().ipcMode();
        if (mode.equals("shareable")) {
            Path made = files.memory().mount(record.id(), record.host().shmSize(), users.root());
            undo.add(() -> files.memory().unmount(record.id()));
            return List.of(BindMount.of(made, SHARED_MEMORY, BindMount.Access.READ_WRITE));
        }
        return NamespaceOwner.of(mode)
                .map(owner -> List.of(BindMount.of(donated(owner), SHARED_MEMORY, BindMount.Access.READ_WRITE)))
                .orElse(List.of());
    }

    /** What the container that gives its IPC has there. */
    private Path donated(String donor) {
        Container container = index.get(donor);
        if (container.task().isEmpty()) {
            throw new Conflict("can't join IPC of container " + donor + ": container " + donor + " is not running");
        }
        String mode = container.record().host().ipcMode();
        return switch (mode) {
            case "host" -> Path.of(SHARED_MEMORY);
            case "shareable" -> files.memory().path(container.id());
            default ->
                NamespaceOwner.of(mode)
                        .map(this::donated)
                        .orElseThrow(() -> new Conflict("can't join IPC of container " + donor + ": non-shareable IPC"
                                + " (hint: use IpcMode:shareable for the donor container)"));
        };
    }

    private Sandbox sandboxOf(String reference) {
        return index.get(reference)
                .sandbox()
                .orElseThrow(() -> new Conflict("cannot join network of a non running container: " + reference));
    }

    private Task taskOf(String reference) {
        return index.get(reference)
                .task()
                .orElseThrow(() -> new Conflict("container " + reference + " is not running"));
    }

    /** What a container is connected to; the document is that of a sandbox of its own. */
    private record Joined(Sandbox sandbox, Optional<String> document, List<PlannedMount> mounts) {}

    private boolean persist(Container container, Task task, Joined joined) {
        ContainerRecord record = container.record();
        ContainerRecord started =
                record.withState(record.state().running(Math.toIntExact(task.pid()), clock.instant()));
        events.commit(tx -> {
            ContainerTable.saveState(tx, started);
            if (joined.document().isPresent()) {
                ContainerTable.saveSandbox(tx, record.id(), joined.document().get());
                NetworkEvents.connected(events, tx, record.id(), joined.sandbox());
            }
            VolumeEvents.mounted(events, tx, record.id(), joined.mounts());
            events.add(tx, EventType.CONTAINER, "start", record.id().value(), container.attributes());
            return true;
        });
        container.replace(started);
        return true;
    }

    private void recordFailure(Container container, ContainerState failed) {
        ContainerRecord now = container.record().withState(failed);
        events.commit(tx -> {
            ContainerTable.saveState(tx, now);
            ContainerTable.deleteSandbox(tx, now.id());
            return true;
        });
        if (container.state().status().isActive()) { // then somebody may wait for its end
            container.exits.exited(failed.exitCode(), () -> container.replace(now));
            container.exits.announce();
        } else {
            container.replace(now);
        }
        container.attachments.dismiss();
    }
}
