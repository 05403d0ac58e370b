package io.djong.engine.system;

import io.djong.engine.container.ContainerStatus;
import io.djong.log.driver.LogDriver;
import io.djong.model.Platform;
import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import io.djong.runtime.RuntimeCommand;
import io.djong.runtime.Tasks;
import io.djong.runtime.Versions;
import io.djong.runtime.cdi.Catalog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code info} and {@code version} say; the documents are those of the newest API version. */
public final class SystemInfo {
    /** Docker's word for a program that there is no version of. */
    private static final String NOT_THERE = "N/A";

    private static final String API_VERSION = "1.51";
    private static final String MIN_API_VERSION = "1.24";

    /** What is missed on a host by what {@code info} says of it. */
    private static final List<Map.Entry<String, String>> MISSED = List.of(
            Map.entry("MemoryLimit", "No memory limit support"),
            Map.entry("SwapLimit", "No swap limit support"),
            Map.entry("OomKillDisable", "No oom kill disable support"),
            Map.entry("CpuCfsQuota", "No cpu cfs quota support"),
            Map.entry("CpuCfsPeriod", "No cpu cfs period support"),
            Map.entry("CPUShares", "No cpu shares support"),
            Map.entry("CPUSet", "No cpuset support"));

    /** The limits of block I/O that {@code info} has no field for: the file on v1, the key of {@code io.max} on v2. */
    private static final List<Map.Entry<String, String>> THROTTLES = List.of(
            Map.entry("read_bps", "rbps"),
            Map.entry("write_bps", "wbps"),
            Map.entry("read_iops", "riops"),
            Map.entry("write_iops", "wiops"));

    private final Supplier<EngineSettings> current;
    private final RegistryFacts registries;
    private final Supplier<Collection<ContainerStatus>> containers;
    private final IntSupplier images;
    private final IntSupplier listeners;
    private final Tasks tasks;
    private final InstantSource clock;

    /**
     * Joins what is told.
     *
     * @param current the settings of now
     * @param listeners how many follow the events
     * @param tasks knows the programs that containers run by
     */
    public SystemInfo(
            Supplier<EngineSettings> current,
            RegistryFacts registries,
            Supplier<Collection<ContainerStatus>> containers,
            IntSupplier images,
            IntSupplier listeners,
            Tasks tasks,
            InstantSource clock) {
        this.current = current;
        this.registries = registries;
        this.containers = containers;
        this.images = images;
        this.listeners = listeners;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** The programs that containers run by, where all of them are there. */
    private Optional<Versions> programs() {
        try {
            return tasks.versions();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The engine's version alone, for headers. */
    public String engineVersion() {
        return current.get().version();
    }

    /** API definition SystemInfo. */
    public ObjectNode info() {
        EngineSettings settings = current.get();
        ObjectNode info = Json.object();
        info.put("ID", settings.id());
        counts(info);
        storage(info, settings);
        limits(info);
        host(info, settings);
        runtimes(info, settings);
        devices(info, settings);
        registries.tell(info);
        info.set("Labels", strings(settings.labels()));
        info.put("ExperimentalBuild", false);
        info.put("ServerVersion", settings.version());
        info.put("LiveRestoreEnabled", settings.liveRestore());
        info.put("Isolation", "");
        info.put("InitBinary", "");
        info.set("SecurityOptions", strings(securityOptions(settings)));
        info.putObject("Swarm")
                .put("LocalNodeState", "inactive")
                .put("NodeID", "")
                .put("NodeAddr", "")
                .put("ControlAvailable", false)
                .put("Error", "")
                .putNull("RemoteManagers");
        info.putNull("GenericResources");
        info.putObject("FirewallBackend").put("Driver", "nftables");
        List<String> warnings = warnings(info, settings);
        info.set("Warnings", warnings.isEmpty() ? null : strings(warnings));
        return info;
    }

    /** What containers will miss on this host, in Docker's words. */
    private static List<String> warnings(ObjectNode info, EngineSettings settings) {
        boolean unified = HostFacts.unifiedCgroups();
        List<String> warnings = new ArrayList<>(settings.dangers());
        MISSED.stream()
                .filter(entry -> !info.path(entry.getKey()).asBoolean(false))
                .filter(entry -> !entry.getKey().equals("OomKillDisable") || !unified)
                .forEach(entry -> warnings.add("WARNING: " + entry.getValue()));
        if (unified && !HostFacts.hasController("", "io")) {
            warnings.add("WARNING: No io.weight support");
            warnings.add("WARNING: No io.weight (per device) support");
        }
        for (Map.Entry<String, String> throttle : THROTTLES) {
            String file = "blkio.throttle." + throttle.getKey() + "_device";
            if (!HostFacts.hasController("blkio/" + file, "io")) {
                String missed = unified ? "io.max (" + throttle.getValue() + ")" : file.replaceFirst("[.]", " ");
                warnings.add("WARNING: No " + missed + " support");
            }
        }
        if (!info.path("IPv4Forwarding").asBoolean(false)) {
            warnings.add("WARNING: IPv4 forwarding is disabled");
        }
        return warnings;
    }

    /** How containers are confined that ask for nothing else. */
    private List<String> securityOptions(EngineSettings settings) {
        List<String> options = new ArrayList<>();
        if (!tasks.appArmorProfile(HostConfig.EMPTY).isEmpty()) {
            options.add("name=apparmor");
        }
        options.addAll(settings.securityOptions());
        return options;
    }

    private void counts(ObjectNode info) {
        Collection<ContainerStatus> all = containers.get();
        long running = all.stream().filter(s -> s == ContainerStatus.RUNNING).count();
        long paused = all.stream().filter(s -> s == ContainerStatus.PAUSED).count();
        info.put("Containers", all.size());
        info.put("ContainersRunning", running);
        info.put("ContainersPaused", paused);
        info.put("ContainersStopped", all.size() - running - paused);
        info.put("Images", images.getAsInt());
    }

    private static void storage(ObjectNode info, EngineSettings settings) {
        info.put("Driver", "overlay2");
        ArrayNode status = info.putArray("DriverStatus");
        status.addArray().add("Backing Filesystem").add(HostFacts.fileSystem(settings.dataRoot()));
        status.addArray().add("Supports d_type").add("true");
        status.addArray().add("Native Overlay Diff").add("true");
        info.put("DockerRootDir", settings.dataRoot().toString());
        ObjectNode plugins = info.putObject("Plugins");
        plugins.set("Volume", strings(List.of("local")));
        plugins.set("Network", strings(List.of("bridge", "host", "null")));
        plugins.putNull("Authorization");
        plugins.set("Log", strings(logDrivers()));
    }

    /** All but the one that keeps nothing, which Docker does not name either. */
    static List<String> logDrivers() {
        return Arrays.stream(LogDriver.values())
                .filter(driver -> driver != LogDriver.NONE)
                .map(LogDriver::word)
                .sorted()
                .toList();
    }

    private void limits(ObjectNode info) {
        info.put("MemoryLimit", HostFacts.hasController("memory/memory.limit_in_bytes", "memory"));
        info.put("SwapLimit", HostFacts.hasController("memory/memory.memsw.limit_in_bytes", "memory"));
        info.put("CpuCfsPeriod", HostFacts.hasController("cpu/cpu.cfs_period_us", "cpu"));
        info.put("CpuCfsQuota", HostFacts.hasController("cpu/cpu.cfs_quota_us", "cpu"));
        info.put("CPUShares", HostFacts.hasController("cpu/cpu.shares", "cpu"));
        info.put("CPUSet", HostFacts.hasController("cpuset/cpuset.cpus", "cpuset"));
        info.put("PidsLimit", HostFacts.hasController("pids", "pids"));
        info.put("OomKillDisable", HostFacts.hasController("memory/memory.oom_control", "none"));
        info.put("KernelMemory", HostFacts.hasController("memory/memory.kmem.limit_in_bytes", "none"));
        info.put("KernelMemoryTCP", HostFacts.hasController("memory/memory.kmem.tcp.limit_in_bytes", "none"));
        info.put("IPv4Forwarding", HostFacts.forwardsIpv4());
        info.put("BridgeNfIptables", HostFacts.filtersBridges("iptables"));
        info.put("BridgeNfIp6tables", HostFacts.filtersBridges("ip6tables"));
    }

    private void host(ObjectNode info, EngineSettings settings) {
        info.put("Debug", settings.debug());
        info.put("NFd", HostFacts.entries("/proc/self/fd"));
        info.put("NGoroutines", HostFacts.entries("/proc/self/task"));
        info.put("SystemTime", clock.instant().toString());
        info.put("NEventsListener", listeners.getAsInt());
        info.put("KernelVersion", HostFacts.kernelVersion());
        info.put("OperatingSystem", HostFacts.operatingSystem());
        info.put("OSVersion", HostFacts.osVersion());
        info.put("OSType", "linux");
        info.put("Architecture", HostFacts.architecture());
        info.put("NCPU", Runtime.getRuntime().availableProcessors());
        info.put("MemTotal", HostFacts.memory());
        info.put("Name", HostFacts.hostname());
    }

    private void runtimes(ObjectNode info, EngineSettings settings) {
        info.put("LoggingDriver", settings.logDriver());
        info.put("CgroupDriver", "cgroupfs");
        info.put("CgroupVersion", HostFacts.unifiedCgroups() ? "2" : "1");
        ObjectNode runtimes = info.putObject("Runtimes");
        for (RuntimeCommand runtime : settings.runtimes().all()) {
            ObjectNode entry = runtimes.putObject(runtime.name());
            entry.put("path", runtime.program().toString());
            if (!runtime.arguments().isEmpty()) {
                entry.set("runtimeArgs", strings(runtime.arguments()));
            }
        }
        info.put("DefaultRuntime", settings.runtimes().standard());
        commit(info, "ContainerdCommit", NOT_THERE);
        commit(
                info,
                "RuncCommit",
                programs().map(found -> commit(found.runtime())).orElse(NOT_THERE));
        commit(info, "InitCommit", NOT_THERE);
    }

    private static void devices(ObjectNode info, EngineSettings settings) {
        List<Path> directories = settings.cdiDirectories();
        info.set("CDISpecDirs", strings(directories.stream().map(Path::toString).toList()));
        List<String> devices = Catalog.read(directories).devices();
        if (!devices.isEmpty()) {
            ArrayNode discovered = info.putArray("DiscoveredDevices");
            devices.forEach(
                    device -> discovered.addObject().put("Source", "cdi").put("ID", device));
        }
    }

    private static void commit(ObjectNode info, String key, String id) {
        info.putObject(key).put("ID", id).put("Expected", id);
    }

    private static String commit(Versions.Program program) {
        return program.commit().isEmpty() ? program.version() : program.commit();
    }

    /** API definition SystemVersion. */
    public ObjectNode version() {
        Platform platform = Platform.host();
        ObjectNode version = Json.object();
        version.putObject("Platform").put("Name", "Djong");
        ArrayNode components = version.putArray("Components");
        ObjectNode details = component(components, "Engine", engineVersion());
        details.put("ApiVersion", API_VERSION).put("MinAPIVersion", MIN_API_VERSION);
        details.put("Os", platform.os()).put("Arch", platform.architecture());
        details.put("KernelVersion", HostFacts.kernelVersion()).put("Experimental", "false");
        details.put("JavaVersion", Runtime.version().toString());
        programs().ifPresent(found -> {
            component(components, found.runtime());
            component(components, found.monitor());
        });
        version.put("Version", engineVersion());
        version.put("ApiVersion", API_VERSION).put("MinAPIVersion", MIN_API_VERSION);
        version.put("GitCommit", "").put("GoVersion", "");
        version.put("Os", platform.os()).put("Arch", platform.architecture());
        version.put("KernelVersion", HostFacts.kernelVersion());
        return version;
    }

    private static void component(ArrayNode components, Versions.Program program) {
        component(components, program.name(), program.version()).put("GitCommit", program.commit());
    }

    private static ObjectNode component(ArrayNode components, String name, String version) {
        return components.addObject().put("Name", name).put("Version", version).putObject("Details");
    }

    private static ArrayNode strings(List<String> texts) {
        ArrayNode array = Json.mapper().createArrayNode();
        texts.forEach(array::add);
        return array;
    }
}
