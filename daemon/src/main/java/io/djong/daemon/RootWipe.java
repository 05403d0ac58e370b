package io.djong.daemon;

import io.djong.daemon.config.DaemonConfig;
import io.djong.engine.event.Events;
import io.djong.engine.network.NetworkTable;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.file.Directory;
import io.djong.kernel.mount.MountInfo;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.UnmountFlag;
import io.djong.kernel.process.Reaper;
import io.djong.model.ContainerId;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.network.Networks;
import io.djong.runtime.Runtimes;
import io.djong.runtime.Tasks;
import io.djong.store.db.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code djongd --wipe}: ends the containers, takes the networks down, unmounts whatever is mounted below the
 * directories, and removes what is in them. Mounts are detached, so nothing is busy.
 */
final class RootWipe {
    private static final Logger LOG = LoggerFactory.getLogger(RootWipe.class);

    private RootWipe() {}

    /** The caller has the directories' locks, until all is done. */
    static void run(DaemonConfig config) {
        try {
            endAll(config);
        } catch (EngineException e) {
            // A database that is damaged is a reason to wipe, not one against it.
            LOG.warn("not all that ran could be ended in good order: {}", e.message());
        }
        for (Path root : List.of(config.execRoot(), config.dataRoot())) {
            unmount(root);
            remove(root);
        }
        config.pidFile().ifPresent(RootWipe::delete);
    }

    private static void endAll(DaemonConfig config) {
        try (Closing closing = new Closing()) {
            Clock clock = Clock.systemUTC();
            Programs programs = new Programs(Optional.ofNullable(System.getenv("PATH")));
            Poller poller = closing.add(Poller.start());
            Runtimes runtimes = programs.runtimes(config);
            Tasks tasks = closing.add(new Tasks(
                    programs.paths(config, () -> runtimes), config.containers(), closing.add(Reaper.start()), poller));
            tasks.start();
            for (ContainerId id : tasks.found()) {
                tasks.purge(id);
            }
            Database database = closing.add(StateDatabase.open(config.dataRoot()));
            Networks networks = closing.add(new Networks(
                    config.network(),
                    new NetworkTable(database, new Events(database, clock)),
                    poller,
                    clock,
                    new SecureRandom()));
            networks.start(List.of()); // closing takes down what it finds without a sandbox
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("interrupted while containers were ended", e);
        }
    }

    /** The innermost first; several mounts may lie on each other. */
    private static void unmount(Path root) {
        Mounts.list().stream()
                .map(MountInfo::mountPoint)
                .filter(point -> point.startsWith(root + "/"))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(point -> {
                    try {
                        boolean _ = Mounts.unmount(Path.of(point), UnmountFlag.DETACH);
                    } catch (KernelException e) {
                        throw Internal.failedTo("unmount " + point, e);
                    }
                });
    }

    private static void remove(Path root) {
        try (Stream<Path> files = Files.list(root);
                Directory directory = Directory.open(root)) {
            for (Path file : files.toList()) {
                boolean _ = directory.removeTree(file.getFileName().toString());
            }
        } catch (IOException | KernelException e) {
            throw Internal.failedTo("remove " + root, e);
        }
        try {
            Files.delete(root);
        } catch (IOException e) {
            LOG.debug("{} stays, empty: something is mounted there", root);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Internal.failedTo("remove " + file, e);
        }
    }
}
