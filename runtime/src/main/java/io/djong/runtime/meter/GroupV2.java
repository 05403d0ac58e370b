package io.djong.runtime.meter;

import io.djong.model.usage.BlockIo;
import io.djong.model.usage.CpuUse;
import io.djong.model.usage.MemoryUse;
import io.djong.model.usage.PidUse;
import io.djong.runtime.cgroup.Cgroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A control group of cgroup v2: one directory for all (kernel, admin-guide/cgroup-v2). */
final class GroupV2 implements Group {
    private final GroupFiles files;
    private final GroupFile cpu;
    private final GroupFile memoryUsed;
    private final GroupFile memoryLimit;
    private final GroupFile memoryEvents;
    private final GroupFile memoryDetails;
    private final GroupFile pids;
    private final GroupFile pidsLimit;
    private final GroupFile io;

    GroupV2(Cgroup group, CounterText text) {
        Path directory = group.directory("");
        files = new GroupFiles(text);
        cpu = files.file(directory, "cpu.stat");
        memoryUsed = files.file(directory, "memory.current");
        memoryLimit = files.file(directory, "memory.max");
        memoryEvents = files.file(directory, "memory.events");
        memoryDetails = files.file(directory, "memory.stat");
        pids = files.file(directory, "pids.current");
        pidsLimit = files.file(directory, "pids.max");
        io = files.file(directory, "io.stat");
    }

    @Override
    public CpuUse cpu() {
        long total = 0;
        long user = 0;
        long kernel = 0;
        for (CounterText text = cpu.lines(); !text.atEnd(); text.nextLine()) {
            if (text.skip("usage_usec ")) {
                total = text.number(0) * Throttling.MICRO;
            } else if (text.skip("user_usec ")) {
                user = text.number(0) * Throttling.MICRO;
            } else if (text.skip("system_usec ")) {
                kernel = text.number(0) * Throttling.MICRO;
            }
        }
        cpu.text().rewind();
        Throttling throttled = Throttling.of(cpu.text());
        return new CpuUse(
                total, List.of(), kernel, user, throttled.periods(), throttled.throttled(), throttled.nanos());
    }

    @Override
    public MemoryUse memory() {
        long failures = 0;
        for (CounterText text = memoryEvents.lines(); !text.atEnd(); text.nextLine()) {
            if (text.skip("oom ")) {
                failures = text.number(0);
            }
        }
        return new MemoryUse(
                memoryUsed.number(0),
                0,
                failures,
                memoryLimit.number(memoryLimit.opened().isPresent() ? Long.MAX_VALUE : 0),
                Details.V2.of(memoryDetails.lines()));
    }

    @Override
    public PidUse pids() {
        return new PidUse(pids.number(0), pidsLimit.number(0)); // "max" is no number
    }

    /** Lines as {@code 8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0}. */
    @Override
    public BlockIo io() {
        List<BlockIo.Entry> bytes = new ArrayList<>();
        for (CounterText text = io.lines(); !text.atEnd(); text.nextLine()) {
            long major = text.number(-1);
            long minor = text.number(-1);
            if (major < 0 || minor < 0) {
                continue;
            }
            long read = 0;
            long written = 0;
            while (text.hasWord()) {
                if (text.skip("rbytes=")) {
                    read = text.number(0);
                } else if (text.skip("wbytes=")) {
                    written = text.number(0);
                } else {
                    text.word();
                }
            }
            bytes.add(new BlockIo.Entry(major, minor, "read", read));
            bytes.add(new BlockIo.Entry(major, minor, "write", written));
        }
        return new BlockIo(bytes, List.of());
    }

    @Override
    public void close() {
        files.close();
    }
}
