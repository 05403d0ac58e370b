package io.djong.engine.resources;

import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the resources that a request asks for, in Docker's order and words. What the kernel cannot limit is left out,
 * with a warning; what is wrong in itself is refused. One use.
 */
public final class ResourceCheck {
    /** Less than this no container can be started with. */
    private static final long LEAST_MEMORY = 6 << 20;

    private static final long NANO = 1_000_000_000L;
    private static final String UNSUPPORTED = "Your kernel does not support ";

    private final KernelLimits kernel;
    private final List<String> warnings = new ArrayList<>();

    /** What becomes of the request's fields, by their names in the API. */
    private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();

    private ResourceCheck(KernelLimits kernel) {
        this.kernel = kernel;
    }

    /** Checks a container's resources as a whole. @throws InvalidArgument if they cannot be */
    public static Checked ofContainer(KernelLimits kernel, HostConfig host) {
        if (host.memory() == 0 && host.memorySwap() > 0) {
            throw new InvalidArgument("You should always set the Memory limit when using Memoryswap limit, see usage");
        }
        boolean doubled = host.memory() > 0 && host.memorySwap() == 0;
        return ofChange(kernel, doubled ? host.withFields(Map.of("MemorySwap", 2 * host.memory())) : host);
    }

    /** Checks the resources that are to change: what is not set stays as it is. @throws InvalidArgument if they cannot be */
    public static Checked ofChange(KernelLimits kernel, HostConfig host) {
        return new ResourceCheck(kernel).check(host);
    }

    private Checked check(HostConfig host) {
        memory(host);
        memoryHabits(host);
        if (host.pidsLimit() != null && !kernel.has("pids", "")) {
            discard("PidsLimit", null, host.pidsLimit() > 0, "PIDs limit capabilities", "PIDs limit");
        }
        processors(host);
        sets(host);
        disks(host);
        return new Checked(host.withFields(changes), warnings);
    }

    private void memory(HostConfig host) {
        long limit = host.memory();
        long swap = host.memorySwap();
        require(limit == 0 || limit >= LEAST_MEMORY, "Minimum memory limit allowed is 6MB");
        if (limit > 0 && !kernel.has("memory", "memory.limit_in_bytes")) {
            discard("Memory", 0, true, "memory limit capabilities", "Limitation");
            changes.put("MemorySwap", -1);
            return;
        }
        if (limit > 0 && swap != -1 && !kernel.has("memory", "memory.memsw.limit_in_bytes")) {
            warnings.add(
                    UNSUPPORTED + "swap limit capabilities or the cgroup is not mounted. Memory limited without swap.");
            changes.put("MemorySwap", -1);
            return;
        }
        require(
                limit <= 0 || swap <= 0 || swap >= limit,
                "Minimum memoryswap limit should be larger than memory limit, see usage");
    }

    private void memoryHabits(HostConfig host) {
        Long swappiness = host.memorySwappiness();
        if (swappiness != null && swappiness == -1) {
            changes.put("MemorySwappiness", null); // how clients of old say that they want nothing
        } else if (swappiness != null && !kernel.hasOnV1("memory", "memory.swappiness")) {
            discard("MemorySwappiness", null, true, "memory swappiness capabilities", "Memory swappiness");
        } else if (swappiness != null) {
            require(
                    swappiness >= 0 && swappiness <= 100,
                    "Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
        }
        long reservation = host.memoryReservation();
        if (reservation > 0 && !kernel.has("memory", "memory.soft_limit_in_bytes")) {
            discard("MemoryReservation", 0, true, "memory soft limit capabilities", "Limitation");
        } else if (reservation > 0) {
            require(reservation >= LEAST_MEMORY, "Minimum memory reservation allowed is 6MB");
            require(
                    host.memory() <= 0 || host.memory() >= reservation,
                    "Minimum memory limit can not be less than memory reservation limit, see usage");
        }
        outOfMemory(host);
    }

    private void outOfMemory(HostConfig host) {
        boolean spared = Boolean.TRUE.equals(host.oomKillDisable());
        if (host.oomKillDisable() != null && !kernel.hasOnV1("memory", "memory.oom_control")) {
            changes.put("OomKillDisable", null);
            warn(spared, UNSUPPORTED + "OomKillDisable. OomKillDisable discarded.");
        } else {
            warn(
                    spared && host.memory() == 0,
                    "OOM killer is disabled for the container, but no memory limit is set, this can result in the"
                            + " system running out of resources.");
        }
    }

    private void processors(HostConfig host) {
        long nanos = host.nanoCpus();
        require(
                nanos <= 0 || host.cpuPeriod() <= 0,
                "Conflicting options: Nano CPUs and CPU Period cannot both be set");
        require(nanos <= 0 || host.cpuQuota() <= 0, "Conflicting options: Nano CPUs and CPU Quota cannot both be set");
        boolean quotas =
                (nanos <= 0 && host.cpuPeriod() == 0 && host.cpuQuota() == 0) || kernel.has("cpu", "cpu.cfs_quota_us");
        require(
                nanos <= 0 || quotas,
                "NanoCPUs can not be set, as your kernel does not support CPU CFS scheduler or the cgroup is not"
                        + " mounted");
        if (nanos != 0) {
            int count = kernel.processorCount();
            require(
                    nanos > 0 && nanos <= count * NANO,
                    "Range of CPUs is from 0.01 to " + count + ".00, as there are only " + count + " CPUs available");
        }
        if (host.cpuShares() > 0 && !kernel.has("cpu", "cpu.shares")) {
            changes.put("CpuShares", 0);
            warnings.add(UNSUPPORTED + "CPU shares or the cgroup is not mounted. Shares discarded.");
        }
        if (quotas) {
            require(
                    host.cpuPeriod() == 0 || (host.cpuPeriod() >= 1000 && host.cpuPeriod() <= 1_000_000),
                    "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
            require(
                    host.cpuQuota() <= 0 || host.cpuQuota() >= 1000,
                    "CPU cfs quota can not be less than 1ms (i.e. 1000)");
        } else {
            changes.put("CpuPeriod", 0);
            changes.put("CpuQuota", 0);
            warnings.add(UNSUPPORTED + "CPU CFS scheduler. CPU period/quota discarded.");
        }
        if (host.cpuPercent() > 0) {
            changes.put("CpuPercent", 0);
            warnings.add("linux does not support CPU percent. Percent discarded.");
        }
    }

    private void sets(HostConfig host) {
        if (host.cpusetCpus().isEmpty() && host.cpusetMems().isEmpty()) {
            return;
        }
        if (!kernel.has("cpuset", "")) {
            changes.put("CpusetCpus", "");
            changes.put("CpusetMems", "");
            warnings.add(UNSUPPORTED + "cpuset or the cgroup is not mounted. Cpuset discarded.");
            return;
        }
        within(host.cpusetCpus(), kernel.processors(), "cpus", "CPUs");
        within(host.cpusetMems(), kernel.memoryNodes(), "mems", "memory nodes");
    }

    private static void within(String asked, String available, String set, String what) {
        CpuList wanted;
        try {
            wanted = CpuList.parse(asked);
        } catch (InvalidArgument e) {
            throw new InvalidArgument("Invalid value " + asked + " for cpuset " + set + ": " + e.message(), e);
        }
        require(
                wanted.isWithin(CpuList.parse(available)),
                "Requested " + what + " are not available - requested " + asked + ", available: " + available);
    }

    private void disks(HostConfig host) {
        int weight = host.blkioWeight();
        if (weight > 0 && !kernel.has("blkio", "blkio.weight")) {
            discard("BlkioWeight", 0, true, "Block I/O weight", "Weight");
        } else {
            require(weight == 0 || (weight >= 10 && weight <= 1000), "Range of blkio weight is from 10 to 1000");
        }
        require(
                host.ioMaximumBandwidth() == 0 && host.ioMaximumIops() == 0,
                "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps");
        disk(
                host.blkioWeightDevice(),
                "BlkioWeightDevice",
                "weight_device",
                "Block I/O weight_device",
                "Weight-device");
        String throttle = "throttle.";
        disk(
                host.blkioDeviceReadBps(),
                "BlkioDeviceReadBps",
                throttle + "read_bps_device",
                "BPS Block I/O read limit",
                "Block I/O BPS read limit");
        disk(
                host.blkioDeviceWriteBps(),
                "BlkioDeviceWriteBps",
                throttle + "write_bps_device",
                "BPS Block I/O write limit",
                "Block I/O BPS write limit");
        disk(
                host.blkioDeviceReadIops(),
                "BlkioDeviceReadIOps",
                throttle + "read_iops_device",
                "IOPS Block read limit",
                "Block I/O IOPS read limit");
        disk(
                host.blkioDeviceWriteIops(),
                "BlkioDeviceWriteIOps",
                throttle + "write_iops_device",
                "IOPS Block write limit",
                "Block I/O IOPS write limit");
    }

    private void disk(List<?> devices, String field, String file, String what, String discarded) {
        if (!devices.isEmpty() && !kernel.has("blkio", "blkio." + file)) {
            discard(field, List.of(), true, what, discarded);
        }
    }

    private void discard(String field, @Nullable Object value, boolean told, String what, String discarded) {
        changes.put(field, value);
        warn(told, UNSUPPORTED + what + " or the cgroup is not mounted. " + discarded + " discarded.");
    }

    private void warn(boolean condition, String warning) {
        if (condition) {
            warnings.add(warning);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new InvalidArgument(otherwise);
        }
    }
}
