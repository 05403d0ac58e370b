package io.djong.runtime.meter;

import io.djong.model.usage.BlockIo;
import io.djong.model.usage.CpuUse;
import io.djong.model.usage.MemoryUse;
import io.djong.model.usage.PidUse;
import io.djong.runtime.cgroup.Cgroup;
import java.util.ArrayList;
import java.util.List;

/** A control group of cgroup v1: a directory in the hierarchy of each controller (kernel, admin-guide/cgroup-v1). */
final class GroupV1 implements Group {
    private final GroupFiles files;
    private final GroupFile perCpu;
    private final GroupFile cpuModes;
    private final GroupFile throttling;
    private final GroupFile memoryUsed;
    private final GroupFile memoryMost;
    private final GroupFile memoryFailures;
    private final GroupFile memoryLimit;
    private final GroupFile memoryDetails;
    private final GroupFile pids;
    private final GroupFile pidsLimit;
    private final GroupFile bytes;
    private final GroupFile operations;

    GroupV1(Cgroup group, CounterText text) {
        files = new GroupFiles(text);
        perCpu = files.file(group.directory("cpuacct"), "cpuacct.usage_percpu");
        cpuModes = files.file(group.directory("cpuacct"), "cpuacct.stat");
        throttling = files.file(group.directory("cpu"), "cpu.stat");
        memoryUsed = files.file(group.directory("memory"), "memory.usage_in_bytes");
        memoryMost = files.file(group.directory("memory"), "memory.max_usage_in_bytes");
        memoryFailures = files.file(group.directory("memory"), "memory.failcnt");
        memoryLimit = files.file(group.directory("memory"), "memory.limit_in_bytes");
        memoryDetails = files.file(group.directory("memory"), "memory.stat");
        pids = files.file(group.directory("pids"), "pids.current");
        pidsLimit = files.file(group.directory("pids"), "pids.max");
        bytes = files.file(group.directory("blkio"), "blkio.throttle.io_service_bytes_recursive");
        operations = files.file(group.directory("blkio"), "blkio.throttle.io_serviced_recursive");
    }

    @Override
    public CpuUse cpu() {
        List<Long> each = perCpu.numbers();
        long user = 0;
        long kernel = 0;
        for (CounterText text = cpuModes.lines(); !text.atEnd(); text.nextLine()) {
            if (text.skip("user ")) {
                user = HostMeter.nanos(text.number(0));
            } else if (text.skip("system ")) {
                kernel = HostMeter.nanos(text.number(0));
            }
        }
        Throttling throttled = Throttling.of(throttling.lines());
        return new CpuUse(
                each.stream().mapToLong(Long::longValue).sum(),
                each,
                kernel,
                user,
                throttled.periods(),
                throttled.throttled(),
                throttled.nanos());
    }

    @Override
    public MemoryUse memory() {
        return new MemoryUse(
                memoryUsed.number(0),
                memoryMost.number(0),
                memoryFailures.number(0),
                memoryLimit.number(0),
                Details.V1.of(memoryDetails.lines()));
    }

    @Override
    public PidUse pids() {
        return new PidUse(pids.number(0), pidsLimit.number(0)); // "max" is no number
    }

    @Override
    public BlockIo io() {
        return new BlockIo(entries(bytes.lines()), entries(operations.lines()));
    }

    /** Lines as {@code 8:0 Read 4096}; the sums at the end begin with a word. */
    private static List<BlockIo.Entry> entries(CounterText text) {
        List<BlockIo.Entry> entries = new ArrayList<>();
        for (; !text.atEnd(); text.nextLine()) {
            long major = text.number(-1);
            if (major >= 0) {
                entries.add(new BlockIo.Entry(major, text.number(0), text.word(), text.number(0)));
            }
        }
        return entries;
    }

    @Override
    public void close() {
        files.close();
    }
}
