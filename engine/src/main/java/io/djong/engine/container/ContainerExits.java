package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.network.Networks;
import io.djong.network.Sandbox;
import io.djong.runtime.Task;
import io.djong.runtime.TaskExit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is done when a main process has ended. The exit is recorded, and with it the removal of a container that is to go
 * by itself; names, addresses and ports are free again; those who wait are told. Only then, as nobody but the
 * container's next start has to wait for it, what it held of the kernel and the disk is given back. A crash in between
 * leaves that to the next start of the daemon.
 */
final class ContainerExits {
    private final Networks networks;
    private final ContainerFiles files;
    private final VolumeHolders holders;
    private final ContainerLogs logs;
    private final ContainerExecs execs;
    private final Events events;
    private final ContainerRemover remover;

    ContainerExits(
            ContainerNeeds needs,
            ContainerFiles files,
            VolumeHolders holders,
            ContainerLogs logs,
            ContainerRemover remover) {
        this.networks = needs.networks();
        this.files = files;
        this.holders = holders;
        this.logs = logs;
        this.execs = needs.execs();
        this.events = needs.events();
        this.remover = remover;
    }

    /** Handles the exit of a container whose {@link Container#transition} the caller holds. */
    void exited(Container container, Optional<Task> task, TaskExit exit) {
        Optional<Sandbox> sandbox = container.sandbox();
        ContainerRecord now = container.record().withState(after(container, exit));
        Optional<ContainerRemover.Condemned> condemned = record(container, now, exit, sandbox);
        container.exits.exited(exit.code(), () -> container.replace(now));
        container.setTask(Optional.empty());
        container.setSandbox(Optional.empty());
        execs.ended(container.id());
        quietly(container, "its streams", container.attachments::dismiss);
        sandbox.ifPresent(s -> quietly(container, "its addresses and ports", () -> networks.release(s)));
        container.exits.announce();
        condemned.ifPresent(ContainerRemover.Condemned::announce);

        task.ifPresent(t -> quietly(container, "its process", () -> Interrupts.run("clean-up", t::delete)));
        sandbox.ifPresent(s -> quietly(container, "its network", () -> networks.close(s)));
        quietly(container, "its file system", () -> files.roots().unmount(container.id()));
        if (container.record().host().ipcMode().equals("shareable")) {
            quietly(container, "its shared memory", () -> files.memory().unmount(container.id()));
        }
        quietly(container, "its volumes", () -> unmountVolumes(now));
        quietly(container, "its log", () -> logs.end(container));
        condemned.ifPresent(ContainerRemover.Condemned::discard);
    }

    private void unmountVolumes(ContainerRecord record) {
        new MountPlan(record, files.volumes().paths())
                .volumes().stream()
                        .map(mount -> mount.point().name())
                        .filter(files.volumes()::isMounted)
                        .forEach(name -> files.volumes().unmount(name, () -> holders.isUsed(name)));
    }

    /** What it is after the exit: ended, or about to start again. */
    private static ContainerState after(Container container, TaskExit exit) {
        ContainerState state = container.state();
        RestartRule rule = RestartRule.of(container.record().host().restartPolicy());
        if (rule.isNever()) {
            return state.exited(exit.code(), exit.outOfMemory(), exit.at());
        }
        return rule.after(state.restarts(), exit.code(), ran(state, exit))
                .map(next -> state.restarting(exit.code(), exit.outOfMemory(), exit.at(), next))
                .orElseGet(() -> state.exited(exit.code(), exit.outOfMemory(), exit.at()));
    }

    /** How long it ran. */
    private static Duration ran(ContainerState state, TaskExit exit) {
        Duration ran = Duration.between(state.started().orElse(exit.at()), exit.at());
        return ran.isNegative() ? Duration.ZERO : ran;
    }

    /** Records the exit. @return the container's leavings, if it goes with its process */
    private Optional<ContainerRemover.Condemned> record(
            Container container, ContainerRecord now, TaskExit exit, Optional<Sandbox> sandbox) {
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.put("exitCode", Integer.toString(exit.code()));
        attributes.put(
                "execDuration", Long.toString(ran(container.state(), exit).toSeconds()));
        boolean goes = container.removesItself() && !now.state().status().isActive();
        List<String> volumes = goes ? remover.volumesToGo(container, RemoveOptions.AUTOMATIC) : List.of();
        return events.commit(tx -> {
            if (exit.outOfMemory()) {
                events.add(tx, EventType.CONTAINER, "oom", now.id().value(), container.attributes());
            }
            events.add(tx, EventType.CONTAINER, "die", now.id().value(), attributes);
            sandbox.ifPresent(s -> NetworkEvents.disconnected(events, tx, now.id(), s));
            VolumeEvents.unmounted(
                    events, tx, now.id(), new MountPlan(now, files.volumes().paths()).mounts());
            if (goes) {
                return Optional.of(remover.condemn(tx, container, volumes));
            }
            ContainerTable.saveState(tx, now);
            ContainerTable.deleteSandbox(tx, now.id());
            return Optional.empty();
        });
    }

    private static void quietly(Container container, String what, Runnable step) {
        Teardown.step(container.id(), what, step);
    }
}
