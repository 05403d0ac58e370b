package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** What a container gets of the host (API definition HostConfig, with the resources in it). Zero or absent is the default. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record HostConfig(
        @Nullable List<String> binds,
        @JsonProperty("ContainerIDFile") String containerIdFile,
        @Nullable LogConfig logConfig,
        String networkMode,
        Map<String, @Nullable List<PortBinding>> portBindings,
        @Nullable RestartPolicy restartPolicy,
        boolean autoRemove,
        String volumeDriver,
        @Nullable List<String> volumesFrom,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MountSpec> mounts,
        @Nullable List<Integer> consoleSize,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations,
        @Nullable List<String> capAdd,
        @Nullable List<String> capDrop,
        String cgroupnsMode,
        List<String> dns,
        List<String> dnsOptions,
        List<String> dnsSearch,
        @Nullable List<String> extraHosts,
        @Nullable List<String> groupAdd,
        String ipcMode,
        String cgroup,
        @Nullable List<String> links,
        int oomScoreAdj,
        String pidMode,
        boolean privileged,
        boolean publishAllPorts,
        boolean readonlyRootfs,
        @Nullable List<String> securityOpt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> storageOpt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tmpfs,
        @JsonProperty("UTSMode") String utsMode,
        String usernsMode,
        long shmSize,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> sysctls,
        String runtime,
        String isolation,
        long cpuShares,
        long memory,
        long nanoCpus,
        String cgroupParent,
        int blkioWeight,
        List<WeightDevice> blkioWeightDevice,
        List<ThrottleDevice> blkioDeviceReadBps,
        List<ThrottleDevice> blkioDeviceWriteBps,
        @JsonProperty("BlkioDeviceReadIOps") List<ThrottleDevice> blkioDeviceReadIops,
        @JsonProperty("BlkioDeviceWriteIOps") List<ThrottleDevice> blkioDeviceWriteIops,
        long cpuPeriod,
        long cpuQuota,
        long cpuRealtimePeriod,
        long cpuRealtimeRuntime,
        String cpusetCpus,
        String cpusetMems,
        List<DeviceMapping> devices,
        @Nullable List<String> deviceCgroupRules,
        @Nullable List<DeviceRequest> deviceRequests,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long kernelMemory,

        @JsonProperty("KernelMemoryTCP") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long kernelMemoryTcp,

        long memoryReservation,
        long memorySwap,
        @Nullable Long memorySwappiness,
        @Nullable Boolean oomKillDisable,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean init,
        @Nullable Long pidsLimit,
        @Nullable List<Ulimit> ulimits,
        long cpuCount,
        long cpuPercent,
        @JsonProperty("IOMaximumIOps") long ioMaximumIops,
        @JsonProperty("IOMaximumBandwidth") long ioMaximumBandwidth,
        @Nullable List<String> maskedPaths,
        @Nullable List<String> readonlyPaths) {
    public HostConfig {
        containerIdFile = containerIdFile == null ? "" : containerIdFile;
        networkMode = networkMode == null ? "" : networkMode;
        portBindings = Ordered.copy(portBindings);
        volumeDriver = volumeDriver == null ? "" : volumeDriver;
        cgroupnsMode = cgroupnsMode == null ? "" : cgroupnsMode;
        dns = dns == null ? List.of() : List.copyOf(dns);
        dnsOptions = dnsOptions == null ? List.of() : List.copyOf(dnsOptions);
        dnsSearch = dnsSearch == null ? List.of() : List.copyOf(dnsSearch);
        ipcMode = ipcMode == null ? "" : ipcMode;
        cgroup = cgroup == null ? "" : cgroup;
        pidMode = pidMode == null ? "" : pidMode;
        utsMode = utsMode == null ? "" : utsMode;
        usernsMode = usernsMode == null ? "" : usernsMode;
        runtime = runtime == null ? "" : runtime;
        isolation = isolation == null ? "" : isolation;
        cgroupParent = cgroupParent == null ? "" : cgroupParent;
        blkioWeightDevice = blkioWeightDevice == null ? List.of() : List.copyOf(blkioWeightDevice);
        blkioDeviceReadBps = blkioDeviceReadBps == null ? List.of() : List.copyOf(blkioDeviceReadBps);
        blkioDeviceWriteBps = blkioDeviceWriteBps == null ? List.of() : List.copyOf(blkioDeviceWriteBps);
        blkioDeviceReadIops = blkioDeviceReadIops == null ? List.of() : List.copyOf(blkioDeviceReadIops);
        blkioDeviceWriteIops = blkioDeviceWriteIops == null ? List.of() : List.copyOf(blkioDeviceWriteIops);
        cpusetCpus = cpusetCpus == null ? "" : cpusetCpus;
        cpusetMems = cpusetMems == null ? "" : cpusetMems;
        mounts = mounts == null ? List.of() : List.copyOf(mounts);
        annotations = Ordered.copy(annotations);
        storageOpt = Ordered.copy(storageOpt);
        tmpfs = Ordered.copy(tmpfs);
        sysctls = Ordered.copy(sysctls);
        devices = devices == null ? List.of() : List.copyOf(devices);
    }

    /** The same with the engine's choices. */
    @SuppressWarnings("checkstyle:MethodLength") // one line for each component
    public HostConfig with(HostChoices choices) {
        return new HostConfig(
                binds,
                containerIdFile,
                choices.logConfig(),
                choices.networkMode(),
                portBindings,
                restartPolicy,
                autoRemove,
                volumeDriver,
                volumesFrom,
                mounts,
                consoleSize,
                annotations,
                capAdd,
                capDrop,
                choices.cgroupnsMode(),
                dns,
                dnsOptions,
                dnsSearch,
                extraHosts,
                groupAdd,
                choices.ipcMode(),
                cgroup,
                links,
                oomScoreAdj,
                choices.pidMode(),
                privileged,
                publishAllPorts,
                readonlyRootfs,
                choices.securityOpt(),
                storageOpt,
                tmpfs,
                utsMode,
                usernsMode,
                choices.shmSize(),
                sysctls,
                choices.runtime(),
                isolation,
                cpuShares,
                memory,
                nanoCpus,
                cgroupParent,
                blkioWeight,
                blkioWeightDevice,
                blkioDeviceReadBps,
                blkioDeviceWriteBps,
                blkioDeviceReadIops,
                blkioDeviceWriteIops,
                cpuPeriod,
                cpuQuota,
                cpuRealtimePeriod,
                cpuRealtimeRuntime,
                cpusetCpus,
                cpusetMems,
                devices,
                deviceCgroupRules,
                deviceRequests,
                kernelMemory,
                kernelMemoryTcp,
                memoryReservation,
                choices.memorySwap(),
                choices.memorySwappiness(),
                oomKillDisable,
                init,
                choices.pidsLimit(),
                ulimits,
                cpuCount,
                cpuPercent,
                ioMaximumIops,
                ioMaximumBandwidth,
                maskedPaths,
                readonlyPaths);
    }

    /** The same with other values in some fields, by their names in the API. */
    public HostConfig withFields(Map<String, ?> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        ObjectNode fields = Json.mapper().valueToTree(this);
        changes.forEach((name, value) -> fields.set(name, Json.mapper().valueToTree(value)));
        return Json.mapper().treeToValue(fields, HostConfig.class);
    }

    public static final HostConfig EMPTY = Json.read("{}", HostConfig.class);
}
