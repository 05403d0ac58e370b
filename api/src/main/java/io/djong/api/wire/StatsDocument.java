package io.djong.api.wire;

import io.djong.engine.stats.Reading;
import io.djong.engine.stats.Reading.CpuMoment;
import io.djong.model.json.Json;
import io.djong.model.usage.BlockIo;
import io.djong.model.usage.CpuUse;
import io.djong.model.usage.HostUse;
import io.djong.model.usage.InterfaceUse;
import io.djong.model.usage.MemoryUse;
import io.djong.model.usage.TaskUse;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A reading of a container's use (API definition ContainerStatsResponse), as a line of JSON. It is written piece by
 * piece, without a tree: one is sent each second for each container that is followed.
 *
 * <p>What is 0 is left out where Docker leaves it out.
 */
public final class StatsDocument {
    private static final int USUAL_SIZE = 4096;

    /** The lists that only the scheduler CFQ of old kernels filled. */
    private static final List<String> ALWAYS_EMPTY = List.of(
            "io_queue_recursive",
            "io_service_time_recursive",
            "io_wait_time_recursive",
            "io_merged_recursive",
            "io_time_recursive",
            "sectors_recursive");

    private final JsonGenerator json;

    private StatsDocument(JsonGenerator json) {
        this.json = json;
    }

    public static byte[] of(Reading reading) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
            new StatsDocument(json).write(reading);
            json.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private void write(Reading reading) {
        json.writeStartObject();
        json.writeStringProperty("name", "/" + reading.name());
        json.writeStringProperty("id", reading.id().value());
        json.writeStringProperty("read", Trees.time(reading.use().map(Reading.Use::at)));
        json.writeStringProperty("preread", Trees.time(reading.before().map(CpuMoment::at)));
        Optional<TaskUse> task = reading.use().map(Reading.Use::task);
        json.writeObjectPropertyStart("pids_stats");
        task.map(TaskUse::pids).ifPresent(pids -> {
            unlessZero("current", pids.current());
            unlessZero("limit", pids.limit());
        });
        json.writeEndObject();
        blockIo(task);
        json.writeNumberProperty("num_procs", 0);
        json.writeObjectPropertyStart("storage_stats");
        json.writeEndObject();
        cpu("cpu_stats", reading.use().map(Reading.Use::moment));
        cpu("precpu_stats", reading.before());
        json.writeObjectPropertyStart("memory_stats");
        reading.use().ifPresent(use -> memory(use.task().memory(), use.host().memory()));
        json.writeEndObject();
        task.map(TaskUse::interfaces).filter(all -> !all.isEmpty()).ifPresent(this::networks);
        json.writeEndObject();
    }

    private void unlessZero(String name, long value) {
        if (value != 0) {
            json.writeNumberProperty(name, value);
        }
    }

    /** The lists are null where the container does not run and, but for the bytes, on cgroup v2. */
    private void blockIo(Optional<TaskUse> task) {
        boolean lists = task.isPresent() && !task.get().unified();
        json.writeObjectPropertyStart("blkio_stats");
        entries("io_service_bytes_recursive", task.map(t -> t.io().bytes()), lists);
        entries("io_serviced_recursive", task.map(t -> t.io().operations()), lists);
        for (String name : ALWAYS_EMPTY) {
            entries(name, Optional.empty(), lists);
        }
        json.writeEndObject();
    }

    private void entries(String name, Optional<List<BlockIo.Entry>> entries, boolean evenIfEmpty) {
        List<BlockIo.Entry> all = entries.orElse(List.of());
        if (all.isEmpty() && !evenIfEmpty) {
            json.writeNullProperty(name);
            return;
        }
        json.writeArrayPropertyStart(name);
        for (BlockIo.Entry entry : all) {
            json.writeStartObject();
            json.writeNumberProperty("major", entry.major());
            json.writeNumberProperty("minor", entry.minor());
            json.writeStringProperty("op", entry.operation());
            json.writeNumberProperty("value", entry.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void cpu(String name, Optional<CpuMoment> moment) {
        Optional<CpuUse> use = moment.map(CpuMoment::cpu);
        json.writeObjectPropertyStart(name);
        json.writeObjectPropertyStart("cpu_usage");
        json.writeNumberProperty("total_usage", use.map(CpuUse::total).orElse(0L));
        use.map(CpuUse::perCpu).filter(all -> !all.isEmpty()).ifPresent(this::perCpu);
        json.writeNumberProperty("usage_in_kernelmode", use.map(CpuUse::kernel).orElse(0L));
        json.writeNumberProperty("usage_in_usermode", use.map(CpuUse::user).orElse(0L));
        json.writeEndObject();
        unlessZero("system_cpu_usage", moment.map(m -> m.host().cpu()).orElse(0L));
        unlessZero(
                "online_cpus", moment.map(CpuMoment::host).map(HostUse::online).orElse(0));
        json.writeObjectPropertyStart("throttling_data");
        json.writeNumberProperty("periods", use.map(CpuUse::periods).orElse(0L));
        json.writeNumberProperty(
                "throttled_periods", use.map(CpuUse::throttledPeriods).orElse(0L));
        json.writeNumberProperty("throttled_time", use.map(CpuUse::throttled).orElse(0L));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void perCpu(List<Long> each) {
        json.writeArrayPropertyStart("percpu_usage");
        each.forEach(json::writeNumber);
        json.writeEndArray();
    }

    private void memory(MemoryUse memory, long hostMemory) {
        unlessZero("usage", memory.used());
        unlessZero("max_usage", memory.most());
        json.writeObjectPropertyStart("stats");
        List<String> names = memory.details().names();
        for (int i = 0; i < names.size(); i++) {
            json.writeNumberProperty(names.get(i), memory.details().values().get(i));
        }
        json.writeEndObject();
        unlessZero("failcnt", memory.failures());
        unlessZero("limit", Math.min(memory.limit(), hostMemory));
    }

    private void networks(List<InterfaceUse> interfaces) {
        json.writeObjectPropertyStart("networks");
        for (InterfaceUse each : interfaces) {
            json.writeObjectPropertyStart(each.name());
            direction("rx", each.received());
            direction("tx", each.sent());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void direction(String prefix, InterfaceUse.Direction way) {
        json.writeNumberProperty(prefix + "_bytes", way.bytes());
        json.writeNumberProperty(prefix + "_packets", way.packets());
        json.writeNumberProperty(prefix + "_errors", way.errors());
        json.writeNumberProperty(prefix + "_dropped", way.dropped());
    }
}
