package io.djong.daemon;

import io.djong.api.Api;
import io.djong.daemon.config.ConfigReader;
import io.djong.daemon.config.DaemonConfig;
import io.djong.daemon.config.ShutdownConfig;
import io.djong.daemon.registry.SideServers;
import io.djong.engine.archive.ImageArchives;
import io.djong.engine.container.ContainerIndex;
import io.djong.engine.container.ContainerNeeds;
import io.djong.engine.container.ContainerSettings;
import io.djong.engine.container.Containers;
import io.djong.engine.container.DeviceSettings;
import io.djong.engine.container.ExecHosts;
import io.djong.engine.container.StatsSubjects;
import io.djong.engine.container.StoredContainers;
import io.djong.engine.event.Events;
import io.djong.engine.exec.Execs;
import io.djong.engine.image.ImagePuller;
import io.djong.engine.image.ImagePusher;
import io.djong.engine.image.ImageStores;
import io.djong.engine.image.Images;
import io.djong.engine.image.UrlImports;
import io.djong.engine.network.NetworkCatalog;
import io.djong.engine.network.NetworkTable;
import io.djong.engine.remap.RemapUser;
import io.djong.engine.remap.UserRemap;
import io.djong.engine.stats.ContainerStats;
import io.djong.engine.system.DaemonEvents;
import io.djong.engine.system.EngineSettings;
import io.djong.engine.system.RegistryFacts;
import io.djong.engine.system.RegistryLogin;
import io.djong.engine.system.RegistryQueries;
import io.djong.engine.system.SystemInfo;
import io.djong.engine.volume.VolumeCatalog;
import io.djong.engine.volume.VolumePaths;
import io.djong.engine.volume.Volumes;
import io.djong.http.Limits;
import io.djong.http.Server;
import io.djong.kernel.event.Poller;
import io.djong.kernel.namespace.UserNamespaces;
import io.djong.kernel.process.Reaper;
import io.djong.log.LogPump;
import io.djong.model.Release;
import io.djong.model.error.Internal;
import io.djong.network.Networks;
import io.djong.registry.RegistryClient;
import io.djong.runtime.RuntimePaths;
import io.djong.runtime.Tasks;
import io.djong.store.db.Database;
import io.djong.store.image.ImageStore;
import io.djong.store.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine, built from its configuration: every part, in the order in which they start. {@link #close} stops serving
 * and lets go of everything; containers run on, unless they are to be stopped with it.
 */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final DaemonConfig config;
    private final ConfigReader reader;
    private final StoredContainers stored;
    private final Clock clock = Clock.systemUTC();
    private final RandomGenerator random = new SecureRandom();
    private final Closing closing = new Closing();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Whether this daemon came to serve: one that fails before leaves the containers alone. */
    private volatile boolean served;

    /**
     * A daemon that is not started yet.
     *
     * @param reader of the configuration, which may read it again
     * @param stored begun already; the daemon's from here on
     */
    Daemon(DaemonConfig config, ConfigReader reader, StoredContainers stored) {
        this.config = config;
        this.reader = reader;
        this.stored = stored;
    }

    /** Starts everything; on return the API is served. */
    void start() {
        long begin = System.nanoTime();
        try {
            build();
        } catch (IOException e) {
            throw new Internal(words(e), e);
        }
        LOG.info("Daemon has completed initialization in {} ms", (System.nanoTime() - begin) / 1_000_000);
    }

    /** Java's own words for these are the file's name alone. */
    private static String words(IOException failure) {
        return switch (failure) {
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case NoSuchFileException e -> e.getFile() + ": no such file or directory";
            case FileAlreadyExistsException e -> e.getFile() + ": file exists";
            case IOException e -> String.valueOf(e.getMessage());
        };
    }

    private void build() throws IOException {
        LiveConfig live = closing.add(new LiveConfig(config, clock));
        lock();
        Database database = closing.add(StateDatabase.open(config.dataRoot()));
        closing.add(stored).readFrom(database);
        Events events = new Events(database, clock);
        ContainerIndex index = new ContainerIndex();

        ImageStores stores = imageStores(config.dataRoot(), database);
        Images images = new Images(stores, events, index, clock);

        Poller poller = closing.add(Poller.start());
        Reaper reaper = closing.add(Reaper.start());
        UserRemap remap = remap(new RemapUser(reaper, poller), reaper);
        Tasks tasks = tasks(live.runtimePaths(), reaper, poller);
        Networks networks = networks(new NetworkTable(database, events), poller);
        Volumes volumes = volumes(database, events);
        Execs execs = new Execs(new ExecHosts(index), events, clock, random);
        Containers containers = closing.add(new Containers(
                new ContainerNeeds(
                        database,
                        events,
                        images,
                        execs,
                        networks,
                        volumes,
                        stores.snapshots(),
                        tasks,
                        containerSettings(live),
                        remap,
                        closing.add(LogPump.start(poller)),
                        clock,
                        random),
                index));
        Runnable following = containers.restore(stored);
        closing.add(stores.collector()).start();

        String id = EngineId.of(config.dataRoot());
        closing.add(ending(containers, live)); // once the API is no longer served
        serve(new Api(
                containers,
                execs,
                images,
                new ImagePuller(live.registries(), stores, events, clock, live.downloads()),
                new ImagePusher(live.registries(), stores, events, clock, live.uploads()),
                new ImageArchives(stores, events, clock),
                new UrlImports(live.registries(), images, clock),
                events,
                new NetworkCatalog(networks, events, clock),
                new VolumeCatalog(volumes, containers.volumeUsers(), events),
                closing.add(new ContainerStats(new StatsSubjects(index), clock)),
                new RegistryLogin(live.registries()),
                new RegistryQueries(live.registries()),
                info(() -> settings(id, live, remap), live.registries(), containers, images, events, tasks)));
        new HangUp(reader, live, new DaemonEvents(events, id)).begin();
        begun(following, tasks, poller);
    }

    private ContainerSettings containerSettings(LiveConfig live) {
        return new ContainerSettings(
                config.dataRoot(),
                config.execRoot(),
                live.runtimePaths(),
                new DeviceSettings(config.cdiDirectories(), Path.of("/")),
                () -> live.now().containers().host(),
                config.logs());
    }

    private SystemInfo info(
            Supplier<EngineSettings> settings,
            RegistryClient registries,
            Containers containers,
            Images images,
            Events events,
            Tasks tasks) {
        return new SystemInfo(
                settings,
                new RegistryFacts(registries),
                containers::statuses,
                images::count,
                events::listeners,
                tasks,
                clock);
    }

    /** What nobody waits for, who asks for the first answer. */
    private static void begun(Runnable following, Tasks tasks, Poller poller) {
        following.run();
        tasks.warmUp();
        new ServiceManager(Optional.ofNullable(System.getenv("NOTIFY_SOCKET"))).ready(poller);
    }

    private Volumes volumes(Database database, Events events) {
        VolumePaths paths = new VolumePaths(config.dataRoot().resolve("volumes"));
        Volumes volumes = closing.add(new Volumes(paths, database, events, clock, random));
        volumes.start();
        return volumes;
    }

    private AutoCloseable ending(Containers containers, LiveConfig live) {
        return () -> shutDown(containers, live.now().shutdown());
    }

    private void lock() throws IOException {
        Path dataRoot = Files.createDirectories(config.dataRoot());
        // Images bring programs that run as root: nobody of the host's is to reach them.
        Files.setPosixFilePermissions(dataRoot, PosixFilePermissions.fromString("rwx--x---"));
        closing.add(InstanceLock.take(dataRoot, "--data-root"));
        closing.add(InstanceLock.take(Files.createDirectories(config.execRoot()), "--exec-root"));
        config.pidFile().ifPresent(path -> closing.add(PidFile.write(path)));
    }

    private Tasks tasks(RuntimePaths runtime, Reaper reaper, Poller poller) {
        Tasks tasks = closing.add(new Tasks(runtime, config.containers(), reaper, poller));
        tasks.start();
        return tasks;
    }

    private Networks networks(NetworkTable records, Poller poller) {
        Networks networks = closing.add(new Networks(config.network(), records, poller, clock, random));
        networks.start(stored.sandboxes());
        return networks;
    }

    private UserRemap remap(RemapUser user, Reaper reaper) throws IOException {
        UserRemap remap = closing.add(new UserRemap(
                new UserNamespaces(reaper),
                user.mapping(config.usernsRemap()),
                config.dataRoot(),
                config.execRoot().resolve("shifted")));
        remap.start();
        return remap;
    }

    /** Images whose layers a power cut took go with them. */
    private ImageStores imageStores(Path dataRoot, Database database) throws IOException {
        Snapshots snapshots = closing.add(new Snapshots(dataRoot, database, clock));
        ImageStores stores = StateDatabase.imageStores(dataRoot, database, snapshots, clock, config.blobs());
        database.write(tx -> {
            stores.images().discardBlobs(tx);
            return stores.images()
                    .removeUnless(tx, layer -> snapshots.find(tx, layer).isPresent());
        });
        if (config.blobs() == ImageStore.Blobs.DISCARDED) {
            stores.leases().whenClosed(stores.collector()::soon);
        }
        serveImages(stores);
        return stores;
    }

    private void serve(Api api) throws IOException {
        Server server = closing.add(new Server(ListenAddresses.of(config), Limits.DEFAULT, api));
        server.start();
        served = true;
        server.bound().forEach(address -> LOG.info("API listen on {}", address));
    }

    /** To others than this engine's clients, where that is asked for. */
    private void serveImages(ImageStores stores) throws IOException {
        if (config.serve().registry().isPresent()) {
            closing.add(SideServers.registry(config.serve().registry().get(), clock));
        }
        if (config.serve().mirror().isPresent()) {
            closing.add(SideServers.mirror(config.serve().mirror().get(), stores.images(), stores.content(), clock));
        }
    }

    /**
     * Stops the containers where that is wanted: by the configuration, or because the machine goes down, which a unit of
     * the service manager tells by a file.
     */
    private void shutDown(Containers containers, ShutdownConfig how) {
        boolean machineEnds = Files.exists(config.execRoot().resolve("machine-shutdown"));
        if (served && (machineEnds || !how.leavesContainers())) {
            containers.shutDown(how.timeoutSeconds());
        }
    }

    private EngineSettings settings(String id, LiveConfig live, UserRemap remap) {
        DaemonConfig now = live.now();
        List<String> securityOptions = new ArrayList<>(config.securityOptions());
        if (remap.isOn()) {
            securityOptions.add(1, "name=userns"); // after seccomp, where Docker has it
        }
        return new EngineSettings(
                id,
                Release.VERSION,
                config.dataRoot(),
                now.debug(),
                now.shutdown().leavesContainers(),
                config.logs().type(),
                live.runtimePaths().runtimes(),
                config.cdiDirectories(),
                config.dangers(),
                securityOptions,
                now.labels());
    }

    void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.close();
        closed.countDown();
    }
}
