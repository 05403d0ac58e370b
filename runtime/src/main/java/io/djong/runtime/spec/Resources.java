package io.djong.runtime.spec;

import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.model.container.HostConfig;
import io.djong.model.container.ThrottleDevice;
import io.djong.model.container.WeightDevice;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A container's share of memory, processors, processes and disks, as the control groups take it. */
final class Resources {
    private static final long CPU_PERIOD = 100_000;
    private static final long NANO = 1_000_000_000L;

    private final HostConfig host;
    private final HostFacts facts;

    Resources(HostConfig host, HostFacts facts) {
        this.host = host;
        this.facts = facts;
    }

    ObjectNode json() {
        ObjectNode resources = Json.object();
        put(resources, "memory", memory());
        put(resources, "cpu", cpu());
        put(resources, "blockIO", blockIo());
        Long pids = host.pidsLimit();
        if (pids != null) {
            resources.putObject("pids").put("limit", pids <= 0 ? -1 : pids);
        }
        return resources;
    }

    private static void put(ObjectNode parent, String name, ObjectNode child) {
        if (!child.isEmpty()) {
            parent.set(name, child);
        }
    }

    private ObjectNode memory() {
        ObjectNode memory = Json.object();
        if (host.memory() > 0) {
            memory.put("limit", host.memory());
        }
        if (host.memoryReservation() > 0) {
            memory.put("reservation", host.memoryReservation());
        }
        long swap = host.memorySwap() == 0 ? 2 * host.memory() : host.memorySwap();
        if (swap != 0 && facts.swapLimit()) { // -1 is no limit
            memory.put("swap", swap);
        }
        Long swappiness = host.memorySwappiness();
        if (swappiness != null && swappiness >= 0 && !facts.unifiedCgroups()) {
            memory.put("swappiness", swappiness.longValue());
        }
        Boolean noKill = host.oomKillDisable();
        if (noKill != null && !facts.unifiedCgroups()) {
            memory.put("disableOOMKiller", noKill.booleanValue());
        }
        return memory;
    }

    private ObjectNode cpu() {
        if (host.cpuShares() < 0) {
            throw new InvalidArgument(
                    "invalid CPU shares (" + host.cpuShares() + "): value must be a positive integer");
        }
        ObjectNode cpu = Json.object();
        long quota = host.nanoCpus() > 0 ? host.nanoCpus() * CPU_PERIOD / NANO : host.cpuQuota();
        long period = host.nanoCpus() > 0 ? CPU_PERIOD : host.cpuPeriod();
        putUnlessZero(cpu, "shares", host.cpuShares());
        putUnlessZero(cpu, "quota", quota);
        putUnlessZero(cpu, "period", period);
        putUnlessZero(cpu, "realtimePeriod", host.cpuRealtimePeriod());
        putUnlessZero(cpu, "realtimeRuntime", host.cpuRealtimeRuntime());
        if (!host.cpusetCpus().isEmpty()) {
            cpu.put("cpus", host.cpusetCpus());
        }
        if (!host.cpusetMems().isEmpty()) {
            cpu.put("mems", host.cpusetMems());
        }
        return cpu;
    }

    private static void putUnlessZero(ObjectNode parent, String name, long value) {
        if (value != 0) {
            parent.put(name, value);
        }
    }

    private ObjectNode blockIo() {
        ObjectNode io = Json.object();
        putUnlessZero(io, "weight", host.blkioWeight());
        if (!host.blkioWeightDevice().isEmpty()) {
            ArrayNode list = io.putArray("weightDevice");
            for (WeightDevice device : host.blkioWeightDevice()) {
                device(list, device.path()).put("weight", device.weight());
            }
        }
        throttle(io, "throttleReadBpsDevice", host.blkioDeviceReadBps());
        throttle(io, "throttleWriteBpsDevice", host.blkioDeviceWriteBps());
        throttle(io, "throttleReadIOPSDevice", host.blkioDeviceReadIops());
        throttle(io, "throttleWriteIOPSDevice", host.blkioDeviceWriteIops());
        return io;
    }

    private static void throttle(ObjectNode io, String name, List<ThrottleDevice> devices) {
        if (!devices.isEmpty()) {
            ArrayNode list = io.putArray(name);
            for (ThrottleDevice device : devices) {
                device(list, device.path()).put("rate", device.rate());
            }
        }
    }

    private static ObjectNode device(ArrayNode list, String path) {
        FileStat stat = FileStat.find(Path.of(path))
                .filter(found -> found.type() == FileType.BLOCK_DEVICE)
                .orElseThrow(() -> new InvalidArgument("no block device " + path));
        return list.addObject()
                .put("major", stat.special().major())
                .put("minor", stat.special().minor());
    }
}
