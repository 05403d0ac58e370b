package io.djong.runtime.cgroup;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Freezes and kills by the kernel's own freezer. */
class FreezerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Cgroup group =
            Cgroups.detect().group("/djong-test-" + ProcessHandle.current().pid());
    private final List<Path> directories =
            Stream.of("freezer", "pids").map(group::directory).distinct().toList();

    @AfterEach
    void remove() throws IOException, InterruptedException {
        group.thaw();
        assertTrue(group.remove());
    }

    @Test
    void whatIsFrozenIsKilled() throws Exception {
        Process shell = shell("sleep 60");
        assertTrue(group.freeze());
        group.kill();
        assertTrue(shell.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void whatIsAboutToBeFrozenIsKilled() throws Exception {
        Process shell = shell("while :; do /bin/true; done");
        if (!group.unified()) { // there is no such state on v2
            freezeInPart();
        }
        group.kill();
        assertTrue(shell.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    /** A process that waits in vfork(2) for a child that is frozen keeps the group from being frozen whole. */
    private void freezeInPart() throws Exception {
        Path state = group.directory("freezer").resolve("freezer.state");
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end)) {
            Files.writeString(state, "FROZEN");
            Thread.sleep(20);
            if (Files.readString(state).startsWith("FREEZING")) {
                return;
            }
            group.thaw();
        }
        throw new AssertionError("the group was frozen whole each time");
    }

    /** A shell in the group that runs a command there. */
    private Process shell(String command) throws IOException {
        StringBuilder script = new StringBuilder();
        for (Path directory : directories) {
            Files.createDirectories(directory);
            script.append("echo $$ > ").append(directory).append("/cgroup.procs; ");
        }
        Process shell = new ProcessBuilder("sh", "-c", script + "echo; " + command).start();
        shell.getInputStream().read(); // it is in the group
        return shell;
    }
}
