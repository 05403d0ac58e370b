package io.djong.api.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.engine.stats.Reading;
import io.djong.model.ContainerId;
import io.djong.model.usage.BlockIo;
import io.djong.model.usage.Counters;
import io.djong.model.usage.CpuUse;
import io.djong.model.usage.HostUse;
import io.djong.model.usage.InterfaceUse;
import io.djong.model.usage.MemoryUse;
import io.djong.model.usage.PidUse;
import io.djong.model.usage.TaskUse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StatsDocumentTest {
    private static final ContainerId ID = new ContainerId("ab".repeat(32));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:01.5Z");
    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00.5Z");
    private static final HostUse HOST = new HostUse(9000, 2, 1 << 20);

    private static final String HEAD = "{\"name\":\"/web\",\"id\":\"" + ID + "\",";
    private static final String NOTHING = "{\"cpu_usage\":{\"total_usage\":0,\"usage_in_kernelmode\":0,"
            + "\"usage_in_usermode\":0},\"throttling_data\":{\"periods\":0,\"throttled_periods\":0,"
            + "\"throttled_time\":0}}";

    private static String text(Optional<Reading.Use> use, Optional<Reading.CpuMoment> before) {
        return new String(StatsDocument.of(new Reading(ID, "web", use, before)), StandardCharsets.UTF_8);
    }

    @Test
    void whatDoesNotRunHasUsedNothing() {
        assertEquals(
                HEAD + "\"read\":\"0001-01-01T00:00:00Z\",\"preread\":\"0001-01-01T00:00:00Z\",\"pids_stats\":{},"
                        + "\"blkio_stats\":" + lists("null", "null", "null") + ",\"num_procs\":0,\"storage_stats\":{},"
                        + "\"cpu_stats\":" + NOTHING + ",\"precpu_stats\":" + NOTHING + ",\"memory_stats\":{}}\n",
                text(Optional.empty(), Optional.empty()));
    }

    @Test
    void onCgroupV1ProcessorsAreToldApartAndListsMayBeEmpty() {
        CpuUse cpu = new CpuUse(30, List.of(10L, 20L), 5, 6, 1, 2, 3);
        Reading.Use use = new Reading.Use(
                NOW,
                new TaskUse(
                        false,
                        cpu,
                        new MemoryUse(
                                4096, 8192, 2, Long.MAX_VALUE, new Counters(List.of("cache", "rss"), List.of(0L, 7L))),
                        new PidUse(3, 50),
                        new BlockIo(List.of(new BlockIo.Entry(8, 0, "Read", 512)), List.of()),
                        List.of(new InterfaceUse(
                                "eth0",
                                new InterfaceUse.Direction(1, 2, 3, 4),
                                new InterfaceUse.Direction(5, 6, 7, 8)))),
                HOST);
        String moment = "{\"cpu_usage\":{\"total_usage\":30,\"percpu_usage\":[10,20],\"usage_in_kernelmode\":5,"
                + "\"usage_in_usermode\":6},\"system_cpu_usage\":9000,\"online_cpus\":2,\"throttling_data\":"
                + "{\"periods\":1,\"throttled_periods\":2,\"throttled_time\":3}}";
        assertEquals(
                HEAD + "\"read\":\"2026-01-01T00:00:01.500Z\",\"preread\":\"2026-01-01T00:00:00.500Z\","
                        + "\"pids_stats\":{\"current\":3,\"limit\":50},\"blkio_stats\":"
                        + lists("[{\"major\":8,\"minor\":0,\"op\":\"Read\",\"value\":512}]", "[]", "[]")
                        + ",\"num_procs\":0,\"storage_stats\":{},\"cpu_stats\":" + moment + ",\"precpu_stats\":"
                        + moment
                        + ",\"memory_stats\":{\"usage\":4096,\"max_usage\":8192,\"stats\":{\"cache\":0,\"rss\":7},"
                        + "\"failcnt\":2,\"limit\":1048576},\"networks\":{\"eth0\":{\"rx_bytes\":1,\"rx_packets\":2,"
                        + "\"rx_errors\":3,\"rx_dropped\":4,\"tx_bytes\":5,\"tx_packets\":6,\"tx_errors\":7,"
                        + "\"tx_dropped\":8}}}\n",
                text(Optional.of(use), Optional.of(new Reading.CpuMoment(BEFORE, cpu, HOST))));
    }

    @Test
    void onCgroupV2ListsWithoutEntriesAreNull() {
        Reading.Use use = new Reading.Use(
                NOW,
                new TaskUse(
                        true,
                        new CpuUse(30, List.of(), 5, 6, 0, 0, 0),
                        new MemoryUse(4096, 0, 0, 8192, new Counters(List.of("anon"), List.of(1L))),
                        new PidUse(1, 0),
                        new BlockIo(List.of(), List.of()),
                        List.of()),
                HOST);
        assertEquals(
                HEAD + "\"read\":\"2026-01-01T00:00:01.500Z\",\"preread\":\"0001-01-01T00:00:00Z\","
                        + "\"pids_stats\":{\"current\":1},\"blkio_stats\":" + lists("null", "null", "null")
                        + ",\"num_procs\":0,\"storage_stats\":{},\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":30,"
                        + "\"usage_in_kernelmode\":5,\"usage_in_usermode\":6},\"system_cpu_usage\":9000,"
                        + "\"online_cpus\":2,\"throttling_data\":{\"periods\":0,\"throttled_periods\":0,"
                        + "\"throttled_time\":0}},\"precpu_stats\":" + NOTHING
                        + ",\"memory_stats\":{\"usage\":4096,\"stats\":{\"anon\":1},\"limit\":8192}}\n",
                text(Optional.of(use), Optional.empty()));
    }

    private static String lists(String bytes, String operations, String others) {
        return "{\"io_service_bytes_recursive\":" + bytes + ",\"io_serviced_recursive\":" + operations
                + ",\"io_queue_recursive\":" + others + ",\"io_service_time_recursive\":" + others
                + ",\"io_wait_time_recursive\":" + others + ",\"io_merged_recursive\":" + others
                + ",\"io_time_recursive\":" + others + ",\"sectors_recursive\":" + others + "}";
    }
}
