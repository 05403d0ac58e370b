package io.djong.runtime.spec;

import io.djong.kernel.namespace.IdMapping;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.SystemPaths;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.runtime.cdi.Injection;
import io.djong.runtime.spec.UserLookup.Identity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a container's configuration, {@code config.json} of the OCI runtime-spec 1.0. Safe for many threads. */
public final class SpecBuilder {
    private static final String VERSION = "1.0.2";
    private static final String INIT = "/sbin/docker-init";

    private static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private final HostFacts facts;
    private final ContainerDefaults defaults;
    private final Seccomp seccomp;
    private final SystemPaths standard;

    public SpecBuilder(HostFacts facts, ContainerDefaults defaults) {
        this.facts = facts;
        this.defaults = defaults;
        this.seccomp = new Seccomp(facts, defaults.seccomp());
        this.standard = standard(facts);
    }

    /** Does ahead what the first container would wait for. */
    public static void warmUp() {
        Seccomp.warmUp();
    }

    /** What containers will not get on this host, in words, for the log. */
    public List<String> limits() {
        return facts.limits();
    }

    /**
     * Checks what is wrong with a request whatever else becomes of it.
     *
     * @throws InvalidArgument in Docker's words
     */
    public void check(HostConfig host) {
        CapabilitySet.of(host, facts);
        SecurityOptions.of(host, defaults).seccomp().ifPresent(Seccomp::check);
        host.tmpfs().forEach(TmpfsMount::check);
    }

    /** The AppArmor profile of a container with these settings; empty where the host enforces none. */
    public String appArmorProfile(HostConfig host) {
        return SecurityOptions.of(host, defaults).appArmorProfile(host, facts);
    }

    /**
     * Writes a container's configuration.
     *
     * @throws InvalidArgument if what is asked for is impossible or ill-formed
     */
    public OciConfig build(ContainerSpec spec) {
        SecurityOptions security = SecurityOptions.of(spec.host(), defaults);
        Set<String> capabilities = CapabilitySet.of(spec.host(), facts);
        MountTable mounts = new MountTable(spec, facts, security);
        String cgroupsPath = cgroupsPath(spec);

        ObjectNode root = Json.object();
        root.put("ociVersion", VERSION);
        root.set(
                "process",
                new ProcessSection(spec, facts, security, defaults.host().ulimits()).json(capabilities));
        root.putObject("root")
                .put("path", spec.rootfs().toString())
                .put("readonly", spec.host().readonlyRootfs());
        if (!(spec.namespaces().uts() instanceof NamespaceMode.Host)) {
            root.put("hostname", spec.hostname());
        }
        ArrayNode mountArray = root.putArray("mounts");
        mounts.entries().forEach(entry -> add(mountArray, entry));
        initMount(spec).forEach(entry -> add(mountArray, entry));
        if (!spec.host().annotations().isEmpty()) {
            ObjectNode annotations = root.putObject("annotations");
            spec.host().annotations().forEach(annotations::put);
        }
        ObjectNode linux = linux(spec, cgroupsPath, mounts.rootPropagation());
        seccomp.of(security, capabilities, spec.host().privileged())
                .ifPresent(filter -> linux.putRawValue("seccomp", filter));
        root.set("linux", linux);
        spec.edits().ifPresent(edits -> Injection.into(root, edits));
        return new OciConfig(Json.bytes(root), root.has("hooks"), cgroupsPath);
    }

    /**
     * The arguments of the main process: entrypoint, then command.
     *
     * @throws InvalidArgument if both are empty
     */
    static List<String> arguments(ContainerConfig config) {
        List<String> arguments = new ArrayList<>();
        addAll(arguments, config.entrypoint());
        addAll(arguments, config.cmd());
        if (arguments.isEmpty()) {
            throw new InvalidArgument("no command specified");
        }
        return arguments;
    }

    private static void addAll(List<String> to, @Nullable List<String> from) {
        if (from != null) {
            to.addAll(from);
        }
    }

    /** Puts the init in front, where the container has a PID namespace of its own, whose first process it is to be. */
    static List<String> withInit(ContainerSpec spec, List<String> arguments) {
        if (!hasInit(spec)) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of(INIT, "--"));
        all.addAll(arguments);
        return all;
    }

    private static boolean hasInit(ContainerSpec spec) {
        return !spec.init().toString().isEmpty() && spec.namespaces().pid() instanceof NamespaceMode.Private;
    }

    /** The identity of the main process, from the container's own user files where names need them. */
    static Identity identity(Path rootfs, String user, @Nullable List<String> groups) {
        return UserLookup.in(rootfs).resolve(user, groups == null ? List.of() : groups);
    }

    private String cgroupsPath(ContainerSpec spec) {
        String asked = spec.host().cgroupParent();
        Path parent = Path.of("/")
                .resolve(asked.isEmpty() ? defaults.cgroupParent() : asked)
                .normalize();
        return parent.resolve(spec.id().value()).toString();
    }

    private static void add(ArrayNode array, MountTable.Entry entry) {
        ObjectNode mount = array.addObject();
        mount.put("destination", entry.destination());
        mount.put("type", entry.type());
        mount.put("source", entry.source());
        entry.options().forEach(mount.putArray("options")::add);
    }

    private ObjectNode linux(ContainerSpec spec, String cgroupsPath, String propagation) {
        HostConfig host = spec.host();
        ObjectNode linux = Json.object();
        Devices devices = Devices.of(host);
        Map<String, String> sysctls = sysctls(spec);
        if (!sysctls.isEmpty()) {
            sysctls.forEach(linux.putObject("sysctl")::put);
        }
        ObjectNode resources = resources(host);
        devices.rules().forEach(resources.putArray("devices")::add);
        linux.set("resources", resources);
        linux.put("cgroupsPath", cgroupsPath);
        linux.set("namespaces", namespaces(spec));
        spec.users().ifPresent(users -> {
            ranges(linux.putArray("uidMappings"), users.ids().users());
            ranges(linux.putArray("gidMappings"), users.ids().groups());
        });
        devices.nodes().forEach(linux.putArray("devices")::add);
        if (!propagation.isEmpty()) {
            linux.put("rootfsPropagation", propagation);
        }
        SystemPaths paths = systemPaths(host);
        paths.masked().forEach(linux.putArray("maskedPaths")::add);
        paths.readOnly().forEach(linux.putArray("readonlyPaths")::add);
        return linux;
    }

    /** The resources of a container with these settings, without its devices (OCI runtime specification, config-linux). */
    public ObjectNode resources(HostConfig host) {
        return new Resources(host, facts).json();
    }

    /** What a container with these settings does not see, or may not write, of {@code /proc} and {@code /sys}. */
    public SystemPaths systemPaths(HostConfig host) {
        SystemPaths byDefault = host.privileged() ? SystemPaths.NONE : standard;
        return new SystemPaths(
                host.maskedPaths() == null ? byDefault.masked() : host.maskedPaths(),
                host.readonlyPaths() == null ? byDefault.readOnly() : host.readonlyPaths());
    }

    private static SystemPaths standard(HostFacts facts) {
        List<String> masked = new ArrayList<>(MASKED);
        masked.addAll(facts.thermalPaths());
        return new SystemPaths(masked, READ_ONLY);
    }

    private static void ranges(ArrayNode array, List<IdMapping.Range> ranges) {
        ranges.forEach(range -> array.addObject()
                .put("containerID", range.inside())
                .put("hostID", range.outside())
                .put("size", range.count()));
    }

    private static ArrayNode namespaces(ContainerSpec spec) {
        Namespaces namespaces = spec.namespaces();
        ArrayNode array = Json.mapper().createArrayNode();
        array.addObject().put("type", "mount");
        spec.users().ifPresent(users -> add(array, "user", new NamespaceMode.Join(users.namespace())));
        add(array, "network", namespaces.network());
        add(array, "uts", namespaces.uts());
        add(array, "pid", namespaces.pid());
        add(array, "ipc", namespaces.ipc());
        add(array, "cgroup", namespaces.cgroup());
        return array;
    }

    private static void add(ArrayNode array, String type, NamespaceMode mode) {
        switch (mode) {
            case NamespaceMode.Private() -> array.addObject().put("type", type);
            case NamespaceMode.Join(Path path) ->
                array.addObject().put("type", type).put("path", path.toString());
            case NamespaceMode.Host() -> {
                // the absence of the entry
            }
        }
    }

    private Map<String, String> sysctls(ContainerSpec spec) {
        Map<String, String> sysctls = new TreeMap<>();
        String domain = spec.config().domainname();
        if (!domain.isEmpty() && spec.namespaces().uts() instanceof NamespaceMode.Private) {
            sysctls.put("kernel.domainname", domain);
        }
        boolean ownNetwork = !(spec.namespaces().network() instanceof NamespaceMode.Host)
                && !spec.host().networkMode().startsWith("container:");
        // A user namespace does not know all groups, and may not name those that it does not.
        if (ownNetwork && spec.users().isEmpty() && facts.sysctls().contains(HostFacts.PING_GROUPS)) {
            sysctls.put(HostFacts.PING_GROUPS, "0 2147483647");
        }
        if (ownNetwork && facts.sysctls().contains(HostFacts.LOW_PORTS)) {
            sysctls.put(HostFacts.LOW_PORTS, "0");
        }
        sysctls.putAll(spec.host().sysctls());
        return sysctls;
    }

    /** Where the init program is put in the container, if it is wanted. */
    private static List<MountTable.Entry> initMount(ContainerSpec spec) {
        return hasInit(spec)
                ? List.of(new MountTable.Entry(INIT, "bind", spec.init().toString(), List.of("bind", "ro")))
                : List.of();
    }
}
