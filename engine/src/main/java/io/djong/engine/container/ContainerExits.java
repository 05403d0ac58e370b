package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.network.Networks;
import io.djong.network.Sandbox;
import io.djong.runtime.Task;
import io.djong.runtime.TaskExit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is done when a main process has ended: the exit is recorded, those who wait are told, then what the container
 * held of the host is given back.
 */
final class ContainerExits {
    private final Networks networks;
    private final RootFileSystems roots;
    private final ContainerLogs logs;
    private final Events events;

    ContainerExits(Networks networks, RootFileSystems roots, ContainerLogs logs, Events events) {
        this.networks = networks;
        this.roots = roots;
        this.logs = logs;
        this.events = events;
    }

    /** Handles the exit of a container whose {@link Container#transition} the caller holds. */
    void exited(Container container, Optional<Task> task, TaskExit exit) {
        Optional<Sandbox> sandbox = container.sandbox();
        record(container, exit, sandbox);
        container.setTask(Optional.empty());
        container.setSandbox(Optional.empty());
        quietly(container, "its streams", container.attachments::dismiss);
        task.ifPresent(t -> quietly(container, "its process", () -> Interrupts.run("clean-up", t::delete)));
        sandbox.ifPresent(s -> quietly(container, "its network", () -> networks.close(s)));
        quietly(container, "its file system", () -> roots.unmount(container.id()));
        quietly(container, "its log", () -> logs.end(container));
        container.exits.exited(exit.code());
    }

    private void record(Container container, TaskExit exit, Optional<Sandbox> sandbox) {
        ContainerRecord record = container.record();
        ContainerRecord now = record.withState(record.state().exited(exit.code(), exit.outOfMemory(), exit.at()));
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.put("exitCode", Integer.toString(exit.code()));
        events.commit(tx -> {
            ContainerTable.save(tx, now);
            ContainerTable.deleteSandbox(tx, record.id());
            if (exit.outOfMemory()) {
                events.add(tx, EventType.CONTAINER, "oom", record.id().value(), container.attributes());
            }
            events.add(tx, EventType.CONTAINER, "die", record.id().value(), attributes);
            sandbox.ifPresent(s -> NetworkEvents.disconnected(events, tx, record.id(), s));
            return true;
        });
        container.replace(now);
    }

    private static void quietly(Container container, String what, Runnable step) {
        Teardown.step(container.id(), what, step);
    }
}
