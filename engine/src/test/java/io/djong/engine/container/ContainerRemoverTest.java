package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.engine.event.Events;
import io.djong.engine.health.ProbeResult;
import io.djong.engine.image.LocalImage;
import io.djong.engine.remap.UserRemap;
import io.djong.engine.volume.VolumePaths;
import io.djong.engine.volume.VolumeRequest;
import io.djong.engine.volume.VolumeTable;
import io.djong.engine.volume.Volumes;
import io.djong.kernel.event.Poller;
import io.djong.kernel.file.Owner;
import io.djong.kernel.namespace.UserNamespaces;
import io.djong.kernel.process.Reaper;
import io.djong.log.LogPump;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.LogConfig;
import io.djong.model.error.Conflict;
import io.djong.model.image.ImageConfig;
import io.djong.model.json.Json;
import io.djong.store.db.Database;
import io.djong.store.lease.Leases;
import io.djong.store.snapshot.Snapshots;
import io.djong.testkit.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerRemoverTest {
    private static final ContainerId ID = new ContainerId("ab".repeat(32));

    @TempDir
    Path root;

    private Database database;
    private Snapshots snapshots;
    private LogPump pump;
    private Poller poller;
    private Alarms alarms;
    private Events events;
    private Reaper reaper;
    private UserRemap remap;
    private RootFileSystems roots;
    private ContainerPaths paths;
    private ContainerDirectories directories;
    private Volumes volumes;
    private ContainerRemover remover;
    private final ContainerIndex index = new ContainerIndex();
    private final List<Digest> left = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        InstantSource clock = InstantSource.system();
        database = Database.open(
                root.resolve("state.db"),
                List.of(Leases.SCHEMA, Snapshots.SCHEMA, Events.SCHEMA, VolumeTable.SCHEMA, ContainerTable.SCHEMA));
        snapshots = new Snapshots(root, database, clock);
        snapshots.start();
        poller = Poller.start();
        reaper = Reaper.start();
        pump = LogPump.start(poller);
        roots = new RootFileSystems(snapshots, root.resolve("rootfs"), Owner.ROOT);
        paths = new ContainerPaths(root);
        directories = new ContainerDirectories(paths);
        remap = new UserRemap(new UserNamespaces(reaper), Optional.empty(), root, root.resolve("shifted"));
        ContainerLogs logs = new ContainerLogs(pump, paths, id -> root, new LogConfig("", Map.of()));
        events = new Events(database, clock);
        volumes =
                new Volumes(new VolumePaths(root.resolve("volumes")), database, events, clock, new SplittableRandom());
        alarms = new Alarms();
        ContainerExecs execs = new Stubborn();
        Restarts restarts = new Restarts(alarms, index, events, clock, new NoStarts());
        ContainerFreezer freezer = new ContainerFreezer(
                new ContainerChanges(events), new HealthChecks(alarms, execs, events, clock, () -> 0));
        ContainerStopper stopper = new ContainerStopper(events, freezer, restarts);
        remover = new ContainerRemover(
                new ContainerFiles(
                        paths, directories, roots, volumes, new SharedMemory(root.resolve("shm")), remap, root),
                logs,
                execs,
                events,
                index,
                stopper,
                left::add);
    }

    @AfterEach
    void close() {
        alarms.close();
        pump.close();
        poller.close();
        reaper.close();
        snapshots.close();
        database.close();
    }

    @Test
    void aMountThatFailsLeavesNothingAndIsTriedAgain() {
        ContainerId id = new ContainerId("c".repeat(64));
        assertThrows(RuntimeException.class, () -> roots.lend(id, remap.users()));
        assertFalse(Files.exists(root.resolve("rootfs").resolve(id.value())));
        assertThrows(RuntimeException.class, () -> roots.lend(id, remap.users()));
    }

    /** Execs that cannot be forgotten. */
    private static final class Stubborn implements ContainerExecs {
        @Override
        public List<String> of(ContainerId container) {
            return List.of();
        }

        @Override
        public ProbeResult probe(ContainerId container, List<String> command, Duration timeout) {
            throw new AssertionError();
        }

        @Override
        public void ended(ContainerId container) {
            throw new AssertionError();
        }

        @Override
        public void forget(ContainerId container) {
            throw new IllegalStateException("not now");
        }
    }

    /** Nothing is started by a policy. */
    private static final class NoStarts implements Restarts.Starts {
        @Override
        public void again(Container container) {
            throw new AssertionError();
        }

        @Override
        public void anew(Container container) {
            throw new AssertionError();
        }
    }

    private Container container() {
        return container(ContainerConfig.EMPTY);
    }

    private Container container(ContainerConfig config) {
        Container container = new Container(new ContainerRecord(
                ID,
                "stuck",
                Instant.EPOCH,
                Digest.sha256(new byte[0]),
                config,
                HostConfig.EMPTY,
                "true",
                List.of(),
                Map.of(),
                ContainerState.CREATED,
                new Ties(List.of(), List.of(new Ties.Link(ID, "link")))));
        directories.create(ID);
        roots.create(
                ID,
                new LocalImage(Digest.sha256(new byte[0]), Json.read("{}", ImageConfig.class), Optional.empty()),
                List.of());
        index.reserve("stuck", ID);
        index.add(container);
        return container;
    }

    /** A mount point that cannot be given back. */
    private Path occupyMountPoint() throws IOException {
        return Files.createDirectories(
                root.resolve("rootfs").resolve(ID.value()).resolve("busy"));
    }

    @Test
    void aStepThatFailsKeepsNoneOfTheOthersFromBeingTaken() throws Exception {
        Container container = container();
        occupyMountPoint();
        ExitWait removed = container.exits.begin(WaitCondition.REMOVED);
        remover.removeStopped(container, RemoveOptions.AUTOMATIC);
        removed.await(Duration.ofSeconds(1));
        assertTrue(index.find("stuck").isEmpty());
        assertFalse(Files.exists(paths.directory(ID)));
        assertEquals(List.of(container.record().image()), left);
    }

    @Test
    void volumesGoWhileOthersAreMade() throws InterruptedException {
        Container container = container(Json.read("{\"Volumes\":{\"/data\":{}}}", ContainerConfig.class));
        String volume = new MountPlan(container.record(), volumes.paths())
                .volumes()
                .getFirst()
                .point()
                .name();
        volumes.create(VolumeRequest.of(volume).anonymous());
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        try {
            threads.add(Thread.startVirtualThread(() -> database.write(tx -> {
                busy.countDown();
                Interrupts.run("the test", written::await);
                return true;
            })));
            busy.await();
            threads.add(Thread.startVirtualThread(() -> volumes.create(VolumeRequest.of("another"))));
            awaitWaiting(threads.getLast());
            threads.add(Thread.startVirtualThread(() -> remover.removeStopped(container, RemoveOptions.AUTOMATIC)));
            awaitWaiting(threads.getLast());
        } finally {
            written.countDown();
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(20)), "they wait for each other");
        }
        assertTrue(volumes.find(volume).isEmpty());
        assertTrue(volumes.find("another").isPresent());
    }

    private static void awaitWaiting(Thread thread) {
        Await.until("it waits", Duration.ofSeconds(20), () -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void oneThatGoesIsNotChangedAnyMore() {
        Container container = container();
        ContainerRenamer renamer = new ContainerRenamer(index, new ContainerChanges(events));
        LinkRemover links = new LinkRemover(index, events);
        container.replace(container.record().withState(container.state().withStatus(ContainerStatus.REMOVING)));
        assertThrows(Conflict.class, () -> renamer.rename("stuck", "other"));
        assertThrows(Conflict.class, () -> links.remove("stuck/link"));
        assertTrue(index.tryReserve("other", ID), "the name stays free");
    }

    @Test
    void whatARemovalLeftIsFoundAtTheNextStart() throws Exception {
        Container container = container();
        Path busy = occupyMountPoint();
        Path upper = snapshots.paths(ID.value()).upper();
        remover.removeStopped(container, RemoveOptions.AUTOMATIC);
        assertEquals(List.of(), snapshots.list());
        assertTrue(Files.exists(upper), "what is mounted still must not be taken away");
        Files.delete(busy);
        roots.reconcile(Map.of(), id -> false);
        assertFalse(Files.exists(root.resolve("rootfs").resolve(ID.value())));
    }
}
