package io.djong.engine.container;

import io.djong.model.ContainerId;
import io.djong.model.error.Unavailable;
import io.djong.model.json.Json;
import io.djong.network.Network;
import io.djong.network.Sandbox;
import io.djong.store.db.Database;
import io.djong.store.db.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The containers on record when the daemon starts, and the sandboxes of those that were running. They are read beside
 * the rest of the start, sandboxes first: it takes a cold virtual machine long to learn how to decode them.
 */
public final class StoredContainers implements AutoCloseable {
    private final CompletableFuture<Database> database;
    private final Beside<Map<ContainerId, Sandbox>> sandboxes;
    private final Beside<List<Container>> containers;

    private StoredContainers(
            CompletableFuture<Database> database,
            Beside<Map<ContainerId, Sandbox>> sandboxes,
            Beside<List<Container>> containers) {
        this.database = database;
        this.sandboxes = sandboxes;
        this.containers = containers;
    }

    /** Begins with what can be done before there is a database. */
    public static StoredContainers begin() {
        CompletableFuture<Database> database = new CompletableFuture<>();
        Beside<Map<ContainerId, Sandbox>> sandboxes = Beside.begin("stored-sandboxes", () -> readSandboxes(database));
        return new StoredContainers(
                database, sandboxes, Beside.begin("stored-containers", () -> readContainers(database, sandboxes)));
    }

    /** Goes on: they are in this one. */
    public void readFrom(Database opened) {
        database.complete(opened);
    }

    private static Map<ContainerId, Sandbox> readSandboxes(CompletableFuture<Database> database) {
        // The codec learns one type at a time, and everybody waits: first come those that the networks wait for.
        Json.learn(Network.class);
        Json.learn(Sandbox.class);
        return database.join().read(ContainerTable::sandboxes);
    }

    private static List<Container> readContainers(
            CompletableFuture<Database> database, Beside<Map<ContainerId, Sandbox>> sandboxes) {
        Map<ContainerId, Sandbox> known = sandboxes.get();
        return database.join().read(session -> containers(session, known));
    }

    private static List<Container> containers(Session session, Map<ContainerId, Sandbox> sandboxes) {
        Map<ContainerId, ContainerTable.KeptHealth> healths = ContainerTable.healths(session);
        return ContainerTable.load(session).stream()
                .map(record -> container(record, sandboxes, Optional.ofNullable(healths.get(record.id()))))
                .toList();
    }

    private static Container container(
            ContainerRecord record, Map<ContainerId, Sandbox> sandboxes, Optional<ContainerTable.KeptHealth> health) {
        Container container = new Container(record);
        container.setHealth(health.map(kept -> kept.now(record.state())));
        container.setSandbox(Optional.ofNullable(sandboxes.get(record.id())));
        return container;
    }

    /** Waits until nothing is read any more. */
    @Override
    public void close() {
        database.completeExceptionally(new Unavailable("the daemon stops"));
        sandboxes.result();
        containers.result();
    }

    /** Waits for the sandboxes of the containers that were running. */
    public List<Sandbox> sandboxes() {
        return List.copyOf(sandboxes.get().values());
    }

    /** Waits for all containers. */
    List<Container> containers() {
        return containers.get();
    }
}
