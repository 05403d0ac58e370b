package io.djong.runtime.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.usage.BlockIo;
import io.djong.model.usage.CpuUse;
import io.djong.model.usage.HostUse;
import io.djong.model.usage.InterfaceUse;
import io.djong.model.usage.MemoryUse;
import io.djong.model.usage.PidUse;
import io.djong.model.usage.TaskUse;
import io.djong.runtime.cgroup.Cgroup;
import io.djong.runtime.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskMeterTest {
    @TempDir
    Path root;

    @Test
    void cgroupV1TellsOfEachController() throws IOException {
        sampleOfV1();
        try (TaskMeter meter = new TaskMeter(v1(), root.resolve("proc"))) {
            TaskUse use = meter.read(Set.of());
            assertFalse(use.unified());
            assertEquals(new CpuUse(300, List.of(100L, 200L), 20_000_000, 10_000_000, 7, 3, 12345), use.cpu());
            MemoryUse memory = use.memory();
            assertEquals(
                    List.of(4096L, 8192L, 2L, 6291456L),
                    List.of(memory.used(), memory.most(), memory.failures(), memory.limit()));
            assertEquals(11L, detail(memory, "cache"));
            assertEquals(22L, detail(memory, "total_rss"));
            assertEquals(0L, detail(memory, "writeback"), "what the kernel does not tell");
            assertFalse(memory.details().names().contains("swap"), "what Docker does not pass on");
            assertEquals(new PidUse(2, 0), use.pids());
            assertEquals(
                    List.of(
                            new BlockIo.Entry(8, 0, "Read", 4096),
                            new BlockIo.Entry(8, 0, "Total", 4096),
                            new BlockIo.Entry(253, 16, "Write", 512)),
                    use.io().bytes());
            assertEquals(List.of(new BlockIo.Entry(8, 0, "Read", 1)), use.io().operations());
        }
    }

    private void sampleOfV1() throws IOException {
        file("cpuacct/c/cpuacct.usage_percpu", "100 200 \n");
        file("cpuacct/c/cpuacct.stat", "user 1\nsystem 2\n");
        file("cpu/c/cpu.stat", "nr_periods 7\nnr_throttled 3\nthrottled_time 12345\nnr_bursts 0\nburst_time 0\n");
        file("memory/c/memory.usage_in_bytes", "4096\n");
        file("memory/c/memory.max_usage_in_bytes", "8192\n");
        file("memory/c/memory.failcnt", "2\n");
        file("memory/c/memory.limit_in_bytes", "6291456\n");
        file("memory/c/memory.stat", "cache 11\nrss 5\nswap 9\ntotal_rss 22\n");
        file("pids/c/pids.current", "2\n");
        file("pids/c/pids.max", "max\n");
        file(
                "blkio/c/blkio.throttle.io_service_bytes_recursive",
                "8:0 Read 4096\n8:0 Total 4096\n253:16 Write 512\nTotal 4608\n");
        file("blkio/c/blkio.throttle.io_serviced_recursive", "8:0 Read 1\nTotal 1\n");
    }

    @Test
    void aSecondReadingSeesWhatHasChanged() throws IOException {
        file("pids/c/pids.current", "2\n");
        try (TaskMeter meter = new TaskMeter(v1(), root.resolve("proc"))) {
            assertEquals(2, meter.read(Set.of()).pids().current());
            Files.writeString(root.resolve("pids/c/pids.current"), "31\n");
            assertEquals(31, meter.read(Set.of()).pids().current());
        }
    }

    @Test
    void withoutControllersNothingWasUsed() {
        try (TaskMeter meter = new TaskMeter(v1(), root.resolve("proc"))) {
            TaskUse use = meter.read(Set.of("eth0"));
            assertEquals(new CpuUse(0, List.of(), 0, 0, 0, 0, 0), use.cpu());
            assertEquals(0, use.memory().limit());
            assertEquals(List.of(), use.interfaces());
        }
    }

    @Test
    void cgroupV2TellsEverythingInOneDirectory() throws IOException {
        file("v2/c/cpu.stat", """
                usage_usec 30
                user_usec 20
                system_usec 10
                nice_usec 0
                nr_periods 7
                nr_throttled 3
                throttled_usec 12
                """);
        file("v2/c/memory.current", "4096\n");
        file("v2/c/memory.max", "max\n");
        file("v2/c/memory.events", "low 0\nhigh 0\nmax 5\noom 4\noom_kill 3\n");
        file("v2/c/memory.stat", "anon 11\nanon_thp 12\nfile 13\nsock 14\n");
        file("v2/c/pids.current", "2\n");
        file("v2/c/pids.max", "100\n");
        file("v2/c/io.stat", "8:0 rbytes=4096 wbytes=512 rios=1 wios=2 dbytes=0 dios=0\n253:0 \nmalformed\n");
        try (TaskMeter meter = new TaskMeter(v2(), root.resolve("proc"))) {
            TaskUse use = meter.read(Set.of());
            assertTrue(use.unified());
            assertEquals(new CpuUse(30_000, List.of(), 10_000, 20_000, 7, 3, 12_000), use.cpu());
            MemoryUse memory = use.memory();
            assertEquals(
                    List.of(4096L, 0L, 4L, Long.MAX_VALUE),
                    List.of(memory.used(), memory.most(), memory.failures(), memory.limit()));
            assertEquals(
                    List.of(11L, 12L, 13L),
                    List.of(detail(memory, "anon"), detail(memory, "anon_thp"), detail(memory, "file")));
            assertEquals(new PidUse(2, 100), use.pids());
            assertEquals(
                    List.of(
                            new BlockIo.Entry(8, 0, "read", 4096),
                            new BlockIo.Entry(8, 0, "write", 512),
                            new BlockIo.Entry(253, 0, "read", 0),
                            new BlockIo.Entry(253, 0, "write", 0)),
                    use.io().bytes());
        }
    }

    @Test
    void theInterfacesAskedForAreCountedInTheOrderOfTheirNames() throws IOException {
        file("proc/net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls
                    lo: 7 7 0 0 0 0 0 0 7 7 0 0 0 0 0 0
                  eth1:      10       1    2    3    0     0          0         0     20       4    5    6    0     0       0          0
                  eth0: 99 1 0 0 0 0 0 0 88 2 0 0 0 0 0 0
                """);
        try (TaskMeter meter = new TaskMeter(v2(), root.resolve("proc"))) {
            assertEquals(
                    List.of(
                            new InterfaceUse(
                                    "eth0",
                                    new InterfaceUse.Direction(99, 1, 0, 0),
                                    new InterfaceUse.Direction(88, 2, 0, 0)),
                            new InterfaceUse(
                                    "eth1",
                                    new InterfaceUse.Direction(10, 1, 2, 3),
                                    new InterfaceUse.Direction(20, 4, 5, 6))),
                    meter.read(Set.of("eth0", "eth1")).interfaces());
        }
    }

    @Test
    void theHostsProcessorsAreAddedUp() throws IOException {
        file("proc/stat", "cpu  1 2 3 4 5 6 7 800 900 0\ncpu0 1 2 3 4 5 6 7 8 9 0\ncpu1 0 0 0 0 0 0 0 0 0 0\nintr 5\n");
        file("proc/meminfo", "MemTotal:       24684092 kB\nMemFree: 1 kB\n");
        assertEquals(new HostUse(28 * 10_000_000L, 2, 24684092L * 1024), HostMeter.read(root.resolve("proc")));
    }

    private static long detail(MemoryUse memory, String name) {
        return memory.details().values().get(memory.details().names().indexOf(name));
    }

    private Cgroup v1() {
        List<String> mounts = List.of("cpu", "cpuacct", "memory", "pids", "blkio").stream()
                .map(name -> "30 29 0:1 / " + root.resolve(name) + " rw - cgroup none rw," + name)
                .toList();
        return Cgroups.parse(mounts, List.of()).group("/c");
    }

    private Cgroup v2() {
        return Cgroups.parse(List.of("30 29 0:1 / " + root.resolve("v2") + " rw - cgroup2 none rw"), List.of())
                .group("/c");
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
