package io.djong.engine.container;

import io.djong.engine.health.Health;
import io.djong.model.ContainerId;
import io.djong.network.Sandbox;
import io.djong.runtime.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One container in memory: its record and what it has while it runs. {@link #transition} is held by whoever changes its
 * state, so that starts, exits and removals come one after the other; readers see the last record without a lock.
 */
final class Container {
    /** Held while the state changes. */
    final ReentrantLock transition = new ReentrantLock();

    final ExitBoard exits = new ExitBoard(() -> record().state());
    final Attachments attachments = new Attachments();

    /** Replaced under {@link #transition}. */
    private volatile ContainerRecord record;

    /** The start by its policy that is to come; guarded by {@link #transition}. */
    Optional<Restarts.Due> dueStart = Optional.empty();

    /** Its probes while it runs; guarded by {@link #transition}. */
    Optional<HealthChecks.Watch> healthWatch = Optional.empty();

    /** Empty where it is not probed, or never ran; replaced under {@link #transition}. */
    private volatile Optional<Health> health = Optional.empty();

    private volatile Optional<Task> task = Optional.empty();
    private volatile Optional<Sandbox> sandbox = Optional.empty();

    /** How many restarts are under way; guarded by {@link #transition}. */
    private int restarts;

    Container(ContainerRecord record) {
        this.record = record;
    }

    ContainerId id() {
        return record.id();
    }

    ContainerRecord record() {
        return record;
    }

    ContainerState state() {
        return record.state();
    }

    /** The main process, while there is one. */
    Optional<Task> task() {
        return task;
    }

    Optional<Sandbox> sandbox() {
        return sandbox;
    }

    Optional<Health> health() {
        return health;
    }

    void setHealth(Optional<Health> newHealth) {
        health = newHealth;
    }

    void replace(ContainerRecord newRecord) {
        record = newRecord;
    }

    void setTask(Optional<Task> newTask) {
        task = newTask;
    }

    void setSandbox(Optional<Sandbox> newSandbox) {
        sandbox = newSandbox;
    }

    /** Until {@link #endRestart} it does not go with its process. */
    void beginRestart() {
        restarts++;
    }

    void endRestart() {
        restarts--;
    }

    /** Whether it goes with its process. The caller holds {@link #transition}. */
    boolean removesItself() {
        return record.host().autoRemove() && restarts == 0;
    }

    /** What its events say of it: labels, image and name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>(record.config().labels());
        attributes.put("image", record.config().image());
        attributes.put("name", record.name());
        return attributes;
    }
}
