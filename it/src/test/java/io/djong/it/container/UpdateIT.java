package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class UpdateIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static void run(String... options) {
        HOST.docker()
                .command("run", "-d", "--name", "one")
                .and(options)
                .and("busybox", "sleep", "100")
                .run()
                .ok();
    }

    /** What the kernel says, of cgroup v1 or v2, in the container's group. */
    private static String kernel(String controller, String v1File, String v2File) throws IOException {
        String pid = HOST.docker().inspect("one", "{{.State.Pid}}");
        Path root = Path.of("/sys/fs/cgroup");
        boolean unified = Files.exists(root.resolve("cgroup.controllers"));
        for (String line : Files.readAllLines(Path.of("/proc", pid, "cgroup"))) {
            String[] fields = line.split(":", 3);
            if (unified || fields[1].equals(controller)) {
                Path group = (unified ? root : root.resolve(controller)).resolve(fields[2].substring(1));
                return Files.readString(group.resolve(unified ? v2File : v1File))
                        .strip();
            }
        }
        throw new AssertionError("no cgroup of " + controller);
    }

    @Test
    void aRunningContainerGetsItAtOnceUpAndDown() throws IOException {
        run("-m", "64m", "--memory-swap", "64m", "--pids-limit", "20");
        HOST.docker().ok("update", "-m", "128m", "--memory-swap", "256m", "--pids-limit", "50", "one");
        assertEquals("134217728", kernel("memory", "memory.limit_in_bytes", "memory.max"));
        assertEquals("50", kernel("pids", "pids.max", "pids.max"));
        HOST.docker().ok("update", "-m", "32m", "--memory-swap", "32m", "--cpus", "0.5", "--cpuset-cpus", "0", "one");
        assertEquals("33554432", kernel("memory", "memory.limit_in_bytes", "memory.max"));
        assertTrue(kernel("cpu", "cpu.cfs_quota_us", "cpu.max").startsWith("50000"));
        assertEquals("0", kernel("cpuset", "cpuset.cpus", "cpuset.cpus"));
        assertEquals(
                "33554432 33554432 500000000 0 50",
                HOST.docker()
                        .inspect(
                                "one",
                                "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}}"
                                        + " {{.HostConfig.CpusetCpus}} {{.HostConfig.PidsLimit}}"));
    }

    @Test
    void oneThatDoesNotRunHasItFromItsStartOn() throws IOException {
        HOST.docker().ok("create", "--name", "one", "busybox", "sleep", "100");
        HOST.docker().ok("update", "--cpu-shares", "512", "--restart", "on-failure:3", "one");
        assertEquals(
                "512 on-failure 3",
                HOST.docker()
                        .inspect(
                                "one",
                                "{{.HostConfig.CpuShares}} {{.HostConfig.RestartPolicy.Name}}"
                                        + " {{.HostConfig.RestartPolicy.MaximumRetryCount}}"));
        HOST.docker().ok("start", "one");
        assertEquals(HOST.docker().inspect("one", "{{.State.Status}}"), "running");
        String shares = kernel("cpu", "cpu.shares", "cpu.weight");
        assertTrue(shares.equals("512") || shares.equals("20"), shares);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        run("-m", "64m", "--rm");
        refused("Minimum memory limit allowed is 6MB", "-m", "1m");
        refused(
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
                "-m",
                "256m");
        refused("Range of CPUs is from 0.01 to ", "--cpus", "10000");
        refused("Requested CPUs are not available - requested 8000", "--cpuset-cpus", "8000");
        refused(
                "Restart policy cannot be updated because AutoRemove is enabled for the container",
                "--restart",
                "always");
        HOST.docker().ok("update", "--cpu-quota", "50000", "one");
        refused("Nano CPUs cannot be updated as CPU Quota has already been set", "--cpus", "0.5");
    }

    @Test
    void ifTheKernelRefusesNothingHasChanged() throws IOException {
        run("--pids-limit", "20");
        // More real time than the parent has cannot be given; kernels without it have no such file.
        Result result = HOST.docker().run("update", "--pids-limit", "30", "--cpu-rt-runtime", "400000", "one");
        boolean refused = result.exit() != 0;
        assertTrue(!refused || result.err().contains("Cannot update container "), result::toString);
        assertEquals(refused ? "20" : "30", HOST.docker().inspect("one", "{{.HostConfig.PidsLimit}}"));
        assertEquals(refused ? "20" : "30", kernel("pids", "pids.max", "pids.max"));
    }

    @Test
    void atCreateTheSameIsChecked() {
        Result result =
                HOST.docker().run("create", "-m", "1m", "busybox", "true").exits(1);
        assertTrue(result.err().contains("Minimum memory limit allowed is 6MB"), result::toString);
        HOST.docker().ok("create", "--name", "one", "-m", "64m", "busybox", "true");
        assertEquals("134217728", HOST.docker().inspect("one", "{{.HostConfig.MemorySwap}}"));
    }

    private static void refused(String words, String... options) {
        Result result =
                HOST.docker().command("update").and(options).and("one").run().exits(1);
        assertTrue(result.err().contains(words), result::toString);
    }
}
