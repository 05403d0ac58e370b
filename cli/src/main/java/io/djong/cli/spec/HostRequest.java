package io.djong.cli.spec;

import io.djong.cli.option.Arguments;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.model.error.InvalidArgument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a container gets of the host: the API's HostConfig. */
final class HostRequest {
    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);

    /** Options whose list goes into the request as it is. */
    private static final Map<String, String> LISTS = Map.ofEntries(
            Map.entry("cap-add", "CapAdd"),
            Map.entry("cap-drop", "CapDrop"),
            Map.entry("device-cgroup-rule", "DeviceCgroupRules"),
            Map.entry("dns", "Dns"),
            Map.entry("dns-option", "DnsOptions"),
            Map.entry("dns-search", "DnsSearch"),
            Map.entry("group-add", "GroupAdd"),
            Map.entry("link", "Links"),
            Map.entry("volumes-from", "VolumesFrom"));

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("cgroup-parent", "CgroupParent"),
            Map.entry("cgroupns", "CgroupnsMode"),
            Map.entry("cidfile", "ContainerIDFile"),
            Map.entry("cpuset-cpus", "CpusetCpus"),
            Map.entry("cpuset-mems", "CpusetMems"),
            Map.entry("ipc", "IpcMode"),
            Map.entry("isolation", "Isolation"),
            Map.entry("pid", "PidMode"),
            Map.entry("runtime", "Runtime"),
            Map.entry("userns", "UsernsMode"),
            Map.entry("uts", "UTSMode"),
            Map.entry("volume-driver", "VolumeDriver"));

    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("blkio-weight", "BlkioWeight"),
            Map.entry("cpu-period", "CpuPeriod"),
            Map.entry("cpu-quota", "CpuQuota"),
            Map.entry("cpu-rt-period", "CpuRealtimePeriod"),
            Map.entry("cpu-rt-runtime", "CpuRealtimeRuntime"),
            Map.entry("cpu-shares", "CpuShares"),
            Map.entry("memory-swappiness", "MemorySwappiness"),
            Map.entry("oom-score-adj", "OomScoreAdj"),
            Map.entry("pids-limit", "PidsLimit"));

    private static final Map<String, String> BYTES = Map.of(
            "kernel-memory", "KernelMemory",
            "memory", "Memory",
            "memory-reservation", "MemoryReservation",
            "memory-swap", "MemorySwap",
            "shm-size", "ShmSize");

    private static final Map<String, String> FLAGS = Map.of(
            "init", "Init",
            "oom-kill-disable", "OomKillDisable",
            "privileged", "Privileged",
            "publish-all", "PublishAllPorts",
            "read-only", "ReadonlyRootfs",
            "rm", "AutoRemove");

    private static final Map<String, String> PAIRS = Map.of("storage-opt", "StorageOpt", "sysctl", "Sysctls");

    private final Arguments arguments;
    private final JsonObject.Builder host = JsonObject.builder();

    private HostRequest(Arguments arguments) {
        this.arguments = arguments;
    }

    static JsonObject of(Arguments arguments, Ports ports) {
        HostRequest request = new HostRequest(arguments);
        request.plain();
        request.files();
        request.policies();
        request.devices();
        request.host.put("PortBindings", ports.bindings());
        request.host.put("NetworkMode", NetworkRequest.mode(arguments));
        return request.host.build();
    }

    /** Resources and the restart policy: what can change of a container that is there. */
    static JsonObject changes(Arguments arguments) {
        HostRequest request = new HostRequest(arguments);
        request.plain();
        request.policies();
        return request.host.build();
    }

    private void plain() {
        each(LISTS, (option, member) -> host.put(member, arguments.list(option)));
        each(TEXTS, (option, member) -> host.put(member, arguments.text(option)));
        each(NUMBERS, (option, member) -> host.put(member, arguments.number(option)));
        each(BYTES, (option, member) -> host.put(member, arguments.bytes(option)));
        each(FLAGS, (option, member) -> host.put(member, arguments.flag(option)));
        each(PAIRS, (option, member) -> host.put(member, KeyValues.map(arguments.list(option))));
        if (arguments.isGiven("cpus")) {
            host.put("NanoCpus", nanoCpus(arguments.text("cpus")));
        }
        if (arguments.isGiven("security-opt")) {
            securityOptions();
        }
        if (arguments.isGiven("add-host")) {
            host.put("ExtraHosts", texts("add-host", HostRequest::extraHost));
        }
    }

    private void each(Map<String, String> members, java.util.function.BiConsumer<String, String> put) {
        members.forEach((option, member) -> {
            if (arguments.isGiven(option)) {
                put.accept(option, member);
            }
        });
    }

    private List<String> texts(String option, Function<String, String> change) {
        return arguments.list(option).stream().map(change).toList();
    }

    private static long nanoCpus(String text) {
        try {
            return new BigDecimal(text).multiply(NANO).longValueExact();
        } catch (NumberFormatException e) {
            throw new InvalidArgument(
                    "invalid argument \"" + text + "\" for \"--cpus\" flag: failed to parse " + text
                            + " as a rational number",
                    e);
        } catch (ArithmeticException e) {
            throw new InvalidArgument("invalid argument \"" + text + "\" for \"--cpus\" flag: value is too precise", e);
        }
    }

    private void securityOptions() {
        List<String> options = new ArrayList<>(texts("security-opt", HostRequest::securityOption));
        if (options.removeIf("systempaths=unconfined"::equals)) { // the API has members for that
            host.put("MaskedPaths", List.of());
            host.put("ReadonlyPaths", List.of());
        }
        host.put("SecurityOpt", options);
    }

    /** A profile of the user's travels with the request: the engine does not see his files. */
    private static String securityOption(String option) {
        boolean named = option.startsWith("seccomp=") || option.startsWith("seccomp:");
        String profile = named ? option.substring("seccomp=".length()) : "";
        if (!named || profile.equals("unconfined") || profile.equals("builtin")) {
            return option;
        }
        return "seccomp=" + KeyValues.read(profile);
    }

    private static String extraHost(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        boolean byEquals = equals > 0 && (colon < 0 || equals < colon);
        if (!byEquals && colon <= 0) {
            throw new InvalidArgument("invalid argument \"" + text
                    + "\" for \"--add-host\" flag: bad format for add-host: \"" + text + "\"");
        }
        return byEquals ? text.substring(0, equals) + ":" + text.substring(equals + 1) : text;
    }

    private void files() {
        List<String> binds = new ArrayList<>();
        for (String volume : arguments.list("volume")) {
            if (!Volumes.isAnonymous(volume)) {
                binds.add(Volumes.bind(volume));
            }
        }
        if (!binds.isEmpty()) {
            host.put("Binds", binds);
        }
        objects("mount", "Mounts", Mounts::parse);
        if (arguments.isGiven("tmpfs")) {
            JsonObject.Builder tmpfs = JsonObject.builder();
            for (String mount : arguments.list("tmpfs")) {
                int colon = mount.indexOf(':');
                tmpfs.put(colon < 0 ? mount : mount.substring(0, colon), colon < 0 ? "" : mount.substring(colon + 1));
            }
            host.put("Tmpfs", tmpfs.build());
        }
    }

    private void objects(String option, String member, Function<String, JsonObject> parse) {
        if (arguments.isGiven(option)) {
            List<JsonValue> values = new ArrayList<>();
            arguments.list(option).forEach(text -> values.add(parse.apply(text)));
            host.put(member, new JsonArray(values));
        }
    }

    private void policies() {
        if (arguments.isGiven("restart")) {
            host.put("RestartPolicy", restart(arguments.text("restart")));
        }
        if (arguments.isGiven("log-driver") || arguments.isGiven("log-opt")) {
            host.put(
                    "LogConfig",
                    JsonObject.builder()
                            .put("Type", arguments.text("log-driver"))
                            .put("Config", KeyValues.map(arguments.list("log-opt")))
                            .build());
        }
        objects("ulimit", "Ulimits", Limits::ulimit);
    }

    private static JsonObject restart(String text) {
        int colon = text.indexOf(':');
        JsonObject.Builder policy = JsonObject.builder().put("Name", colon < 0 ? text : text.substring(0, colon));
        if (colon >= 0) {
            try {
                policy.put("MaximumRetryCount", Integer.parseInt(text.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new InvalidArgument("invalid restart policy format: maximum retry count must be an integer", e);
            }
        }
        return policy.build();
    }

    private void devices() {
        List<JsonValue> devices = new ArrayList<>();
        arguments.list("device").stream()
                .filter(text -> !DeviceRequests.isCdi(text))
                .forEach(text -> devices.add(Limits.device(text)));
        if (!devices.isEmpty()) {
            host.put("Devices", new JsonArray(devices));
        }
        List<JsonValue> requests = DeviceRequests.of(arguments);
        if (!requests.isEmpty()) {
            host.put("DeviceRequests", new JsonArray(requests));
        }
        objects("blkio-weight-device", "BlkioWeightDevice", Limits::weight);
        objects("device-read-bps", "BlkioDeviceReadBps", Limits::bytesPerSecond);
        objects("device-write-bps", "BlkioDeviceWriteBps", Limits::bytesPerSecond);
        objects("device-read-iops", "BlkioDeviceReadIOps", Limits::operationsPerSecond);
        objects("device-write-iops", "BlkioDeviceWriteIOps", Limits::operationsPerSecond);
    }
}
