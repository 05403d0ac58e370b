package io.djong.runtime;

import io.djong.kernel.Fd;
import io.djong.kernel.event.Poller;
import io.djong.kernel.file.Owner;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.socket.Pipe;
import io.djong.model.ContainerId;
import io.djong.model.container.HostConfig;
import io.djong.model.container.SystemPaths;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.runtime.cgroup.Cgroups;
import io.djong.runtime.cgroup.RealTimeShare;
import io.djong.runtime.spec.ContainerDefaults;
import io.djong.runtime.spec.ContainerSpec;
import io.djong.runtime.spec.HostFacts;
import io.djong.runtime.spec.NamespaceMode;
import io.djong.runtime.spec.OciConfig;
import io.djong.runtime.spec.SpecBuilder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates tasks and finds those that outlived the daemon.
 *
 * <p>Safe for many threads; one container is created, adopted or removed by one thread at a time. Blocking; an
 * interrupted creation is undone.
 */
public final class Tasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final RuntimePaths paths;
    private final Host host;
    private final SpecBuilder specs;
    private final RealTimeShare realTime;
    private final Thread prober = Thread.ofVirtual().name("probe").unstarted(this::probe);

    public Tasks(RuntimePaths paths, ContainerDefaults defaults, Reaper reaper, Poller poller) {
        Cgroups cgroups = Cgroups.detect();
        this.paths = paths;
        this.host = new Host(
                paths,
                reaper,
                poller,
                cgroups,
                new CgroupPrimer(cgroups),
                new OciRuntimes(paths, reaper, poller),
                new SpareMonitor());
        this.specs = new SpecBuilder(HostFacts.detect(cgroups.unified()), defaults);
        this.realTime = defaults.realTime();
    }

    /**
     * Looks for the programs, has the runtime's copy made and the default seccomp profile read, on threads of their own:
     * work for when the daemon serves already. Nobody waits for it but the first start of a container.
     */
    public void warmUp() {
        Thread.ofVirtual().name("runtime-copy").start(host.runtimes().program()::start);
        Thread.ofVirtual().name("default-profile").start(SpecBuilder::warmUp);
        prober.start();
    }

    /** Makes the directories, starts the helper threads. */
    public void start() {
        try {
            for (Path directory : List.of(paths.bundles(), paths.exits(), paths.runtimeRoot())) {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(directory, OWNER_ONLY); // environments hold secrets
            }
        } catch (IOException e) {
            throw new Internal("failed to create exec-root " + paths.execRoot() + ": " + e.getMessage(), e);
        }
        host.primer().start();
        loadAppArmorProfile();
        for (String limit : specs.limits()) {
            LOG.warn(limit);
        }
    }

    /** Containers that are to be confined by what could not be loaded will not start. */
    private void loadAppArmorProfile() {
        if (specs.appArmorProfile(HostConfig.EMPTY).equals(AppArmor.PROFILE)) {
            try {
                new AppArmor(host.runtimes().helpers(), paths.execRoot()).load();
            } catch (EngineException e) {
                LOG.error(
                        "AppArmor enabled on system but the {} profile could not be loaded: {}",
                        AppArmor.PROFILE,
                        e.message());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Finds out early what would keep containers from starting; nobody waits for it but the first start. */
    private void probe() {
        try {
            host.runtimes().named("").require();
            LOG.debug("containers run by {}", paths.runtimes().standard());
        } catch (EngineException e) {
            LOG.warn("no container can start: {}", e.message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** runc and conmon; empty where one is missing. */
    public Optional<Versions> versions() throws InterruptedException {
        try {
            return Optional.of(host.runtimes().versions());
        } catch (EngineException e) {
            return Optional.empty(); // told at the start, and to whoever starts a container
        }
    }

    /** See {@link SpecBuilder#systemPaths}. */
    public SystemPaths systemPaths(HostConfig host) {
        return specs.systemPaths(host);
    }

    /** See {@link SpecBuilder#check}. */
    public void check(HostConfig host) {
        specs.check(host);
    }

    /** See {@link SpecBuilder#appArmorProfile}. */
    public String appArmorProfile(HostConfig host) {
        return specs.appArmorProfile(host);
    }

    /** Which cgroup namespace a container gets that asks for none: its own on cgroup v2, the host's on v1, as Docker's. */
    public NamespaceMode cgroupNamespace() {
        return host.cgroups().unified() ? NamespaceMode.PRIVATE : NamespaceMode.HOST;
    }

    /** The host's control groups. */
    public Cgroups cgroups() {
        return host.cgroups();
    }

    /**
     * Gives a task the resources of these settings, all of them or none.
     *
     * @throws Internal if the kernel refuses
     */
    public void update(Task task, HostConfig settings) throws InterruptedException {
        task.update(specs.resources(settings));
    }

    /** Runs the host's {@code ps}. @throws Internal in its own words if it fails */
    public String processStatus(List<String> arguments) throws InterruptedException {
        return new ProcessStatus(host.reaper(), host.poller()).run(arguments);
    }

    /**
     * Prepares the kernel for a container that is about to be created: moving a process between cgroups waits for an
     * RCU grace period, which may as well begin early. Returns at once.
     */
    public void prime() {
        host.primer().prime();
    }

    /**
     * Has the monitor begun of a container that is likely to be started within a second, and that holds nothing open; the
     * spool's directory is there. Returns at once; what is not started by then is taken back.
     *
     * @param runtime the name of the container's runtime
     */
    public void prepare(ContainerId id, String runtime, Stdio stdio) {
        Monitor.Duty duty = new Monitor.Duty(host.runtimes().named(runtime), stdio, List.of());
        host.spare().prepare(host, new Bundle(paths, id), duty);
    }

    /**
     * Creates a container's namespaces, mounts and main process, which waits for {@link Task#start}.
     *
     * @throws StartFailure if the runtime refuses
     * @throws io.djong.model.error.Unavailable naming the Debian package if conmon or the runtime is missing
     * @throws io.djong.model.error.InvalidArgument if what is asked for is impossible or ill-formed
     */
    public Task create(ContainerSpec spec, Stdio stdio) throws InterruptedException {
        return create(spec, stdio, List.of());
    }

    /**
     * As {@link #create(ContainerSpec, Stdio)}, with descriptors that the monitor holds open as long as the container
     * runs, whatever becomes of the daemon: the sockets bound to its published ports.
     */
    public Task create(ContainerSpec spec, Stdio stdio, List<Fd> held) throws InterruptedException {
        host.primer().prime();
        OciRuntime runtime = host.runtimes().named(spec.host().runtime());
        runtime.require();
        OciConfig config = specs.build(spec);
        String group = config.cgroupsPath();
        host.cgroups().share(realTime, group.substring(0, group.lastIndexOf('/')));
        Task task = Task.create(host, spec.id(), config, new Monitor.Duty(runtime, stdio, held));
        if (spec.users().isPresent()) {
            own(task, spec.users().get().ids().root());
        }
        return task;
    }

    /** The effective user of a process (proc_pid_status(5)). */
    private static long user(long pid) {
        Path status = Path.of("/proc/" + pid + "/status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> Long.parseLong(line.split("\t", -1)[2]))
                    .findFirst()
                    .orElseThrow(() -> new Internal("no user in " + status));
        } catch (IOException e) {
            throw Internal.failedTo("read " + status, e);
        }
    }

    /** Gives the streams to the container's user: the runtime, whose root the monitor's pipes are not of, could not. */
    private void own(Task task, Owner root) {
        try {
            Owner owner = new Owner(user(task.pid()), root.gid());
            for (int stream = 0; stream <= 2; stream++) {
                Pipe.setOwner(task.pid(), stream, owner);
            }
        } catch (RuntimeException e) {
            Removal.undo(host, task.id(), e);
            throw e;
        }
    }

    /**
     * Takes over a container that an earlier daemon started, running or ended since. One that was never started is
     * removed.
     *
     * @return empty if there is none
     */
    public Optional<Task> adopt(ContainerId id) throws InterruptedException {
        return Task.adopt(host, id);
    }

    /** The containers that have a bundle: running, ended, or half-made. */
    public List<ContainerId> found() {
        List<ContainerId> ids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(paths.bundles(), "[0-9a-f]*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.length() == 64) {
                    ids.add(new ContainerId(name));
                }
            }
        } catch (IOException e) {
            throw new Internal("failed to list " + paths.bundles() + ": " + e.getMessage(), e);
        }
        return ids;
    }

    /** Kills whatever there is of a container and removes its traces here; for what no record knows. */
    public void purge(ContainerId id) throws InterruptedException {
        Removal.purge(host, id);
    }

    /** Ends the helper threads. Containers run on. */
    @Override
    public void close() {
        prober.interrupt();
        host.spare().close();
        host.primer().close();
        host.runtimes().close();
    }
}
