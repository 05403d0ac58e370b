package io.djong.engine.container;

import io.djong.engine.remap.UserRemap;
import io.djong.kernel.Fd;
import io.djong.model.ContainerId;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.Unavailable;
import io.djong.network.Sandbox;
import io.djong.runtime.Stdio;
import io.djong.runtime.Task;
import io.djong.runtime.Tasks;
import io.djong.runtime.spec.BindMount;
import io.djong.runtime.spec.ContainerSpec;
import io.djong.runtime.spec.HostDefaults;
import io.djong.runtime.spec.NamespaceMode;
import io.djong.runtime.spec.Namespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns a container's record and what was prepared for it into a task of the runtime. */
final class TaskLauncher {
    private static final List<Path> INITS = Stream.of(
                    "/usr/bin/docker-init",
                    "/usr/libexec/docker/docker-init",
                    "/usr/bin/tini-static",
                    "/usr/bin/tini",
                    "/usr/bin/catatonit",
                    "/usr/libexec/podman/catatonit")
            .map(Path::of)
            .toList();

    /**
     * What was made ready for a start.
     *
     * @param memory the {@code /dev/shm} of a container that shares it
     * @param linkVariables by which it learns of those that it is linked to
     * @param held the sockets that keep published ports, which the monitor holds when this process is gone
     */
    record Prepared(
            Path rootfs,
            Sandbox sandbox,
            List<PlannedMount> mounts,
            List<BindMount> memory,
            List<String> linkVariables,
            Path spool,
            List<Fd> held) {}

    private final Tasks tasks;
    private final DeviceSettings devices;
    private final HostDefaults defaults;
    private final ContainerFiles files;

    TaskLauncher(Tasks tasks, DeviceSettings devices, HostDefaults defaults, ContainerFiles files) {
        this.tasks = tasks;
        this.devices = devices;
        this.defaults = defaults;
        this.files = files;
    }

    /**
     * Creates the process, which waits for its start.
     *
     * @param taskOf finds the process of another container, whose namespaces are to be shared
     */
    Task create(ContainerRecord record, Prepared prepared, Function<String, Task> taskOf) {
        ContainerConfig config = record.config();
        UserRemap remap = files.remap();
        try (BindMounts mounts = files.bindMounts(record, "parts-" + record.id());
                UserRemap.Held held =
                        remap.hold(remap.of(record.host()), prepared.sandbox().namespace())) {
            List<BindMount> binds = new ArrayList<>(prepared.memory());
            binds.addAll(binds(record.host(), prepared.sandbox(), prepared.mounts(), mounts));
            ContainerSpec spec = new ContainerSpec(
                    record.id(),
                    config,
                    record.host(),
                    prepared.rootfs(),
                    config.hostname(),
                    namespaces(record.host(), prepared.sandbox(), taskOf, tasks.cgroupNamespace()),
                    binds,
                    devices.edits(record.host(), prepared.rootfs()),
                    init(record.host()),
                    prepared.linkVariables(),
                    held.users());
            Stdio stdio = stdio(config, prepared.spool());
            return Interrupts.call(
                    "start of container " + record.id(), () -> tasks.create(spec, stdio, prepared.held()));
        }
    }

    /** Takes a created process back. */
    void purge(ContainerId id) {
        Interrupts.run("clean-up", () -> tasks.purge(id));
    }

    /** Has the monitor of a container begun that is likely to be started at once. */
    void prepare(ContainerRecord record, Path spool) {
        tasks.prepare(record.id(), record.host().runtime(), stdio(record.config(), spool));
    }

    private static Stdio stdio(ContainerConfig config, Path spool) {
        return new Stdio(config.tty(), input(config), spool);
    }

    private static Stdio.Input input(ContainerConfig config) {
        if (!config.openStdin()) {
            return Stdio.Input.NONE;
        }
        // A terminal's input stays open when its client leaves: who attaches again types on.
        return config.stdinOnce() && !config.tty() ? Stdio.Input.ONCE : Stdio.Input.KEPT;
    }

    static Namespaces namespaces(
            HostConfig host, Sandbox sandbox, Function<String, Task> taskOf, NamespaceMode cgroupDefault) {
        NamespaceMode network =
                sandbox.namespace().<NamespaceMode>map(NamespaceMode.Join::new).orElse(NamespaceMode.HOST);
        return Namespaces.DEFAULT
                .withNetwork(network)
                .withIpc(mode(host.ipcMode(), "ipc", taskOf))
                .withPid(mode(host.pidMode(), "pid", taskOf))
                .withUts(mode(host.utsMode(), "uts", taskOf))
                .withCgroup(
                        host.cgroupnsMode().isEmpty() ? cgroupDefault : mode(host.cgroupnsMode(), "cgroup", taskOf));
    }

    private static NamespaceMode mode(String mode, String namespace, Function<String, Task> taskOf) {
        Optional<String> owner = NamespaceOwner.of(mode);
        if (owner.isPresent()) {
            long pid = taskOf.apply(owner.get()).pid();
            return new NamespaceMode.Join(Path.of("/proc/" + pid + "/ns/" + namespace));
        }
        return mode.equals("host") ? NamespaceMode.HOST : NamespaceMode.PRIVATE;
    }

    /** What the user mounts, and the network's files, read-only as the root is, where the user has nothing there. */
    static List<BindMount> binds(HostConfig host, Sandbox sandbox, List<PlannedMount> mounts, BindMounts bindMounts) {
        List<BindMount> binds = new ArrayList<>();
        BindMount.Access access = host.readonlyRootfs() ? BindMount.Access.READ_ONLY : BindMount.Access.READ_WRITE;
        Set<String> taken = new HashSet<>();
        mounts.forEach(mount -> taken.add(mount.point().destination()));
        Map<String, String> files = Map.of(
                "/etc/resolv.conf", sandbox.resolvConf(),
                "/etc/hostname", sandbox.hostnameFile(),
                "/etc/hosts", sandbox.hosts());
        files.forEach((place, source) -> {
            if (!source.isEmpty() && !taken.contains(place)) {
                binds.add(BindMount.of(bindMounts.own(Path.of(source)), place, access));
            }
        });
        mounts.forEach(mount -> binds.add(bindMounts.of(mount)));
        return binds;
    }

    /** The init program that runs in front; the empty path for none. */
    private Path init(HostConfig host) {
        boolean wanted = host.init() == null ? defaults.init() : host.init();
        if (!wanted) {
            return Path.of("");
        }
        return defaults.initPath().isEmpty() ? standardInit() : Path.of(defaults.initPath());
    }

    private static Path standardInit() {
        return INITS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Unavailable("no init program was found for --init: install the package tini"));
    }
}
