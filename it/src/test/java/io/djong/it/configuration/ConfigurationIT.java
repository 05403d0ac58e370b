package io.djong.it.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationIT {
    private static final String TOLD =
            "{{.Type}} {{.Action}} {{.Actor.Attributes.labels}} {{index .Actor.Attributes \"shutdown-timeout\"}}"
                    + " {{index .Actor.Attributes \"default-shm-size\"}}";

    @BeforeAll
    static void privileges() {
        Host.requirePrivileges();
    }

    @Test
    void containersAreInTheCgroupThatTheDaemonWasGiven() throws IOException {
        DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen()).start();
        try (daemon) {
            Host.importBusybox(daemon);
            String id = daemon.docker()
                    .ok("run", "-d", "--network", "none", "busybox", "sleep", "100")
                    .line();
            String pid = daemon.docker().inspect(id, "{{.State.Pid}}");
            List<String> groups = Files.readAllLines(Path.of("/proc", pid, "cgroup")).stream()
                    .map(line -> line.split(":", 3)[2])
                    .distinct()
                    .toList();
            assertEquals(List.of(daemon.root().cgroupParent() + "/" + id), groups);
            assertFalse(daemon.root().cgroups().isEmpty());
        }
        assertEquals(List.of(), daemon.root().cgroups());
    }

    @Test
    void containersAreConfinedAsTheDaemonIsTold(@TempDir Path directory) throws IOException {
        Path profile = Files.writeString(directory.resolve("seccomp.json"), """
                {"defaultAction": "SCMP_ACT_ALLOW",
                 "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO"}]}
                """);
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(
                        EngineKind.chosen(), "--no-new-privileges", "--seccomp-profile", profile.toString())
                .start()) {
            Host.importBusybox(daemon);
            Result status = daemon.docker().run("run", "--rm", "busybox", "grep", "NoNewPrivs", "/proc/self/status");
            assertEquals("NoNewPrivs:\t1\n", status.ok().out());
            Result denied = daemon.docker().run("run", "--rm", "busybox", "mkdir", "/x");
            assertTrue(denied.err().contains("Operation not permitted"), denied::toString);
            daemon.docker().ok("run", "--rm", "--security-opt", "seccomp=unconfined", "busybox", "mkdir", "/x");
            assertEquals(
                    "name=seccomp,profile=" + profile + " name=no-new-privileges",
                    daemon.docker()
                            .ok("info", "--format", "{{join .SecurityOptions \" \"}}")
                            .line());
        }
    }

    @Test
    void aHangUpHasTheFileReadAgain() {
        DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen()).configure("{\"labels\":[\"of=first\"]}");
        try (daemon) {
            daemon.start();
            try (Running events =
                    daemon.docker().start("events", "--filter", "type=daemon", "--since", "1", "--format", TOLD)) {
                daemon.configure("{\"debug\":true,\"labels\":[\"of=second\"],\"shutdown-timeout\":7,"
                        + "\"runtimes\":{\"mine\":{\"path\":\"/usr/sbin/runc\"}},\"default-shm-size\":\"1m\"}");
                hangUp(daemon);
                events.awaitOut("the event", Host.LIMIT, "daemon reload [\"of=second\"] 7 1048576\n"::equals);
            }
            assertEquals("true [of=second] true", info(daemon));
            Host.importBusybox(daemon);
            assertEquals(
                    "mine 1048576",
                    daemon.docker()
                            .inspect(
                                    daemon.docker()
                                            .ok("create", "--runtime", "mine", "busybox")
                                            .line(),
                                    "{{.HostConfig.Runtime}} {{.HostConfig.ShmSize}}"));
            daemon.configure("{\"labels\":[\"of=third\"],\"nonsense\":1}");
            hangUp(daemon);
            Await.until(
                    "it is refused",
                    Host.LIMIT,
                    () -> daemon.log().contains("match any configuration option: nonsense"));
            assertEquals("true [of=second] true", info(daemon));
        }
    }

    private static String info(DaemonUnderTest daemon) {
        return daemon.docker()
                .ok("info", "--format", "{{.Debug}} {{.Labels}} {{with .Runtimes.mine}}true{{end}}")
                .line();
    }

    private static void hangUp(DaemonUnderTest daemon) {
        Command.of("kill", "-HUP", Long.toString(daemon.pid())).run().ok();
    }

    @Test
    void whatIsOpenIsWarnedOfAndRealTimeIsSharedOut() throws IOException {
        String address = "127.0.0.1:23753";
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(
                        EngineKind.chosen(), "-H", "tcp://" + address, "--cpu-rt-runtime", "5000")
                .start()) {
            String warnings = daemon.docker()
                    .ok("info", "--format", "{{join .Warnings \" \"}}")
                    .out();
            assertTrue(warnings.contains("API is accessible on http://" + address + " without encryption"), warnings);
            Host.importBusybox(daemon);
            daemon.docker().ok("run", "--rm", "--network", "none", "busybox", "true");
            Path share = Path.of("/sys/fs/cgroup/cpu" + daemon.root().cgroupParent(), "cpu.rt_runtime_us");
            assertEquals(
                    Files.exists(Path.of("/sys/fs/cgroup/cpu/cpu.rt_runtime_us")) ? "5000" : "",
                    Files.exists(share) ? Files.readString(share).strip() : "");
        }
    }

    @Test
    void neighboursAreApartWhereTheDaemonIsToldSo() {
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(
                        EngineKind.chosen(), "--icc=false", "--bip", "10.99.41.1/24")
                .start()) {
            Host.importBusybox(daemon);
            String server = daemon.docker()
                    .ok("run", "-d", "busybox", "sh", "-c", "while :; do echo served | nc -l -p 80; done")
                    .line();
            String address = daemon.docker().inspect(server, "{{.NetworkSettings.Networks.bridge.IPAddress}}");
            assertTrue(address.startsWith("10.99.41."), address);
            assertNotEquals(
                    "served\n",
                    daemon.docker()
                            .run("run", "--rm", "busybox", "nc", "-w", "2", address, "80")
                            .out());
        }
    }
}
