package io.djong.runtime.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupsTest {
    private static final List<String> V1 = List.of(
            "30 20 0:25 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755",
            "31 30 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
            "32 30 0:27 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory",
            "33 30 0:28 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd",
            "34 30 0:29 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw");
    private static final List<String> V2 = List.of("30 20 0:25 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw");

    @Test
    void controllersMountedByHandAreVersionOne() {
        Cgroups cgroups = Cgroups.parse(V1, List.of("2:memory:/a", "1:cpu,cpuacct:/", "0::/"));
        assertFalse(cgroups.unified());
        Cgroup group = cgroups.group("/djong/x");
        assertEquals(Path.of("/sys/fs/cgroup/memory/djong/x"), group.directory("memory"));
        assertEquals(Path.of("/sys/fs/cgroup/cpu,cpuacct/djong/x"), group.directory("cpuacct"));
        assertEquals(Path.of(""), group.directory("freezer"));
    }

    @Test
    void aSingleHierarchyIsVersionTwo() {
        Cgroups cgroups = Cgroups.parse(V2, List.of("0::/system.slice/djongd"));
        assertTrue(cgroups.unified());
        assertEquals(
                Path.of("/sys/fs/cgroup/djong/x"), cgroups.group("/djong/x").directory("memory"));
    }

    @Test
    void realTimeIsSharedOutFromTheTopDown(@TempDir Path root) throws IOException {
        Cgroups cgroups =
                Cgroups.parse(List.of("31 30 0:26 / " + root + " rw - cgroup cgroup rw,cpu"), List.of("1:cpu:/"));
        Files.writeString(root.resolve("cpu.rt_runtime_us"), "950000");
        Path below = Files.createDirectories(root.resolve("djong/below"));
        for (Path group : List.of(below.getParent(), below)) {
            Files.createFile(group.resolve("cpu.rt_period_us"));
            Files.createFile(group.resolve("cpu.rt_runtime_us"));
        }
        cgroups.share(new RealTimeShare(0, 9000), "/djong/below");
        for (Path group : List.of(below.getParent(), below)) {
            assertEquals("9000", Files.readString(group.resolve("cpu.rt_runtime_us")));
            assertEquals("", Files.readString(group.resolve("cpu.rt_period_us")));
        }
        assertEquals("950000", Files.readString(root.resolve("cpu.rt_runtime_us")));
    }

    @Test
    void whereTheKernelSharesNoRealTimeOutNothingIsDone(@TempDir Path root) {
        Cgroups cgroups =
                Cgroups.parse(List.of("31 30 0:26 / " + root + " rw - cgroup cgroup rw,cpu"), List.of("1:cpu:/"));
        cgroups.share(new RealTimeShare(1, 1), "/djong");
        assertFalse(Files.exists(root.resolve("djong")));
    }

    @Test
    void groupsAreReadAndRemovedWithThoseBelow(@TempDir Path root) throws Exception {
        Path group = Files.createDirectories(root.resolve("g"));
        Files.createDirectories(group.resolve("below/deeper"));
        Cgroup cgroup = new Cgroup(true, Map.of("", group));
        assertEquals(List.of(), cgroup.processes());
        assertFalse(cgroup.outOfMemory());
        assertTrue(cgroup.remove());
        assertFalse(Files.exists(group));
        assertTrue(cgroup.remove(), "again");
    }

    @Test
    void whoIsInterruptedLeavesNothingFrozen(@TempDir Path root) throws IOException {
        Files.createFile(root.resolve("cgroup.freeze"));
        Files.writeString(root.resolve("cgroup.events"), "populated 1\nfrozen 0\n");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> new Cgroup(true, Map.of("", root)).freeze());
        assertTrue(Files.readString(root.resolve("cgroup.freeze")).startsWith("0"));
    }

    @Test
    void processesAndEventsAreRead(@TempDir Path root) throws IOException {
        Path below = Files.createDirectories(root.resolve("below"));
        Files.writeString(root.resolve("cgroup.procs"), "12\n13\n");
        Files.writeString(below.resolve("cgroup.procs"), "14\n");
        Files.writeString(root.resolve("memory.events"), "low 0\noom 1\noom_kill 1\n");
        Files.writeString(root.resolve("cgroup.events"), "populated 1\nfrozen 1\n");
        Cgroup cgroup = new Cgroup(true, Map.of("", root));
        assertEquals(List.of(12L, 13L, 14L), cgroup.processes());
        assertTrue(cgroup.outOfMemory());
        assertTrue(cgroup.frozen());
    }
}
