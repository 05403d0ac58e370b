package io.djong.engine.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ResourceCheckTest {
    private static final long MEBI = 1 << 20;

    /** A kernel of two processors that has everything but some files and controllers. */
    private record Kernel(Set<String> missing) implements KernelLimits {
        static final Kernel WHOLE = new Kernel(Set.of());

        @Override
        public boolean has(String controller, String file) {
            return !missing.contains(file.isEmpty() ? controller : file);
        }

        @Override
        public boolean hasOnV1(String controller, String file) {
            return has(controller, file);
        }

        @Override
        public String processors() {
            return "0-1";
        }

        @Override
        public String memoryNodes() {
            return "0";
        }

        @Override
        public int processorCount() {
            return 2;
        }
    }

    private static HostConfig host(String fields) {
        return Json.read("{" + fields.replace('\'', '"') + "}", HostConfig.class);
    }

    private static void refused(String words, String fields) {
        assertEquals(
                words,
                assertThrows(InvalidArgument.class, () -> ResourceCheck.ofContainer(Kernel.WHOLE, host(fields)))
                        .message());
    }

    private static Checked without(String missing, String fields) {
        return ResourceCheck.ofContainer(new Kernel(Set.of(missing)), host(fields));
    }

    @Test
    void whoAsksForNothingGetsWhatTheyAskedFor() {
        HostConfig plain = host("'Memory':0,'OomKillDisable':false");
        Checked checked = ResourceCheck.ofContainer(Kernel.WHOLE, plain);
        assertSame(plain, checked.host());
        assertEquals(List.of(), checked.warnings());
    }

    @Test
    void swapIsAsMuchAgainAsMemoryUnlessItIsSet() {
        HostConfig host = host("'Memory':" + 64 * MEBI);
        assertEquals(
                128 * MEBI, ResourceCheck.ofContainer(Kernel.WHOLE, host).host().memorySwap());
        assertEquals(0, ResourceCheck.ofChange(Kernel.WHOLE, host).host().memorySwap());
    }

    @Test
    void memoryMustFitTogether() {
        refused("Minimum memory limit allowed is 6MB", "'Memory':6291455");
        refused("Minimum memory limit allowed is 6MB", "'Memory':-1");
        refused(
                "Minimum memoryswap limit should be larger than memory limit, see usage",
                "'Memory':67108864,'MemorySwap':67108863");
        refused(
                "You should always set the Memory limit when using Memoryswap limit, see usage",
                "'MemorySwap':67108863");
        refused("Invalid value: 101, valid memory swappiness range is 0-100", "'MemorySwappiness':101");
        refused("Minimum memory reservation allowed is 6MB", "'MemoryReservation':1");
        refused(
                "Minimum memory limit can not be less than memory reservation limit, see usage",
                "'Memory':67108864,'MemoryReservation':67108865");
    }

    @Test
    void swapMayChangeAlone() {
        assertEquals(
                List.of(),
                ResourceCheck.ofChange(Kernel.WHOLE, host("'MemorySwap':67108864"))
                        .warnings());
    }

    @Test
    void processorsMustBeThere() {
        refused(
                "Conflicting options: Nano CPUs and CPU Period cannot both be set",
                "'NanoCpus':500000000,'CpuPeriod':1000");
        refused(
                "Conflicting options: Nano CPUs and CPU Quota cannot both be set",
                "'NanoCpus':500000000,'CpuQuota':1000");
        refused("Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available", "'NanoCpus':2000000001");
        refused("Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available", "'NanoCpus':-1");
        refused(
                "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)",
                "'CpuPeriod':1000001");
        refused("CPU cfs quota can not be less than 1ms (i.e. 1000)", "'CpuQuota':999");
        refused("Requested CPUs are not available - requested 1-2, available: 0-1", "'CpusetCpus':'1-2'");
        refused("Requested memory nodes are not available - requested 1, available: 0", "'CpusetMems':'1'");
        refused("Invalid value 2-1 for cpuset cpus: invalid format: 2-1", "'CpusetCpus':'2-1'");
        refused("Invalid value x for cpuset mems: invalid format: x", "'CpusetMems':'x'");
        refused(
                "Invalid value 0-2000000000 for cpuset cpus: value of out range, maximum is 8192",
                "'CpusetCpus':'0-2000000000'");
    }

    @Test
    void disksHaveWeightsWithinARange() {
        refused("Range of blkio weight is from 10 to 1000", "'BlkioWeight':9");
        refused("Range of blkio weight is from 10 to 1000", "'BlkioWeight':1001");
        refused(
                "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps",
                "'IOMaximumIOps':1");
    }

    @Test
    void whatTheKernelCannotLimitIsLeftOutWithAWarning() {
        Checked memory = without("memory.limit_in_bytes", "'Memory':67108864");
        assertEquals(0, memory.host().memory());
        assertEquals(-1, memory.host().memorySwap());
        assertEquals(
                List.of("Your kernel does not support memory limit capabilities or the cgroup is not mounted."
                        + " Limitation discarded."),
                memory.warnings());
        Checked swap = without("memory.memsw.limit_in_bytes", "'Memory':67108864");
        assertEquals(67108864, swap.host().memory());
        assertEquals(-1, swap.host().memorySwap());
        assertEquals(
                List.of("Your kernel does not support swap limit capabilities or the cgroup is not mounted."
                        + " Memory limited without swap."),
                swap.warnings());
        Checked pids = without("pids", "'PidsLimit':5");
        assertNull(pids.host().pidsLimit());
        assertEquals(
                List.of("Your kernel does not support PIDs limit capabilities or the cgroup is not mounted."
                        + " PIDs limit discarded."),
                pids.warnings());
        Checked weight = without("blkio.weight", "'BlkioWeight':5");
        assertEquals(0, weight.host().blkioWeight());
        assertEquals(
                List.of(
                        "Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded."),
                weight.warnings());
        Checked sets = without("cpuset", "'CpusetCpus':'9'");
        assertEquals("", sets.host().cpusetCpus());
        assertEquals(
                List.of("Your kernel does not support cpuset or the cgroup is not mounted. Cpuset discarded."),
                sets.warnings());
        Checked bytes =
                without("blkio.throttle.read_bps_device", "'BlkioDeviceReadBps':[{'Path':'/dev/sda','Rate':1}]");
        assertEquals(List.of(), bytes.host().blkioDeviceReadBps());
        assertEquals(
                List.of("Your kernel does not support BPS Block I/O read limit or the cgroup is not mounted."
                        + " Block I/O BPS read limit discarded."),
                bytes.warnings());
    }

    @Test
    void sparingAContainerWithoutALimitIsDangerous() {
        assertEquals(
                List.of("OOM killer is disabled for the container, but no memory limit is set, this can result in the"
                        + " system running out of resources."),
                ResourceCheck.ofContainer(Kernel.WHOLE, host("'OomKillDisable':true"))
                        .warnings());
        Checked unable = without("memory.oom_control", "'OomKillDisable':true");
        assertEquals(
                List.of("Your kernel does not support OomKillDisable. OomKillDisable discarded."), unable.warnings());
        assertNull(unable.host().oomKillDisable());
    }
}
