package io.djong.it.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.djong.it.Host;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ConfigurationIT {
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
}
