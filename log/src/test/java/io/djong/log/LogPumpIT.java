package io.djong.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.event.Poller;
import io.djong.testkit.Privilege;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real conmon, before which stands, in place of an OCI runtime, a script that starts a process. */
@Timeout(180)
class LogPumpIT {
    static final LogSettings SETTINGS = LogSettings.DEFAULT.bounded(5000000, 50);

    private static final int LINES = 70_000;
    private static final String PADDING = "p".repeat(140);

    /** Prints numbered lines on both streams, more than a spool may hold, and ends without a newline. */
    private static final String CONTAINER = """
            i=0
            while [ $i -lt %d ]; do
              echo "out $i %s"
              echo "err $i" >&2
              i=$((i + 1))
              [ $((i %% 10000)) -ne 0 ] || sleep 0.5
            done
            printf "the end"
            """.formatted(LINES, PADDING);

    @TempDir
    Path directory;

    private LogFiles files;

    @BeforeEach
    void needsConmon() throws IOException {
        Path _ = Privilege.program("conmon");
        files = PumpProcess.files(directory);
        Files.createDirectories(files.spoolDirectory());
    }

    @Test
    void noLineIsLostOrDoubledWhateverDies() throws Exception {
        Process conmon = startConmon();
        int kills = 0;
        while (conmon.isAlive()) {
            Process daemon = startDaemon();
            conmon.waitFor(400 + 130L * (kills % 5), TimeUnit.MILLISECONDS);
            daemon.destroyForcibly().waitFor();
            kills++;
        }
        assertEquals(0, conmon.exitValue());
        assertTrue(kills >= 3, "the container ended too early");
        try (ContainerLog log = ContainerLog.open(files, SETTINGS)) {
            log.finish();
            assertComplete(log);
        }
    }

    @Test
    void aLargeSpoolIsChangedAndAFollowerMissesNothing() throws Exception {
        Poller poller = Poller.start();
        LogPump pump = LogPump.start(poller);
        try (ContainerLog log = ContainerLog.open(files, SETTINGS)) {
            pump.attach(log, directory.resolve("ctl"));
            Process conmon = startConmon();
            Thread ender = Thread.ofVirtual().start(() -> {
                conmon.onExit().join();
                pump.detach(log);
            });
            int[] count = {0};
            Set<Object> spools = new HashSet<>();
            log.read(LogQuery.ALL.following(), line -> {
                if (count[0]++ % 500 == 0 && Files.exists(files.spool())) {
                    spools.add(Files.getAttribute(files.spool(), "unix:ino"));
                }
                return true;
            });
            ender.join();
            assertEquals(2 * LINES + 1, count[0]);
            assertTrue(spools.size() > 1, "the spool was never changed");
            assertComplete(log);
        } finally {
            pump.close();
            poller.close();
        }
    }

    private void assertComplete(ContainerLog log) throws IOException, InterruptedException {
        int[] next = {0, 0};
        List<String> last = new ArrayList<>();
        log.read(LogQuery.ALL, line -> {
            String text = new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
            if (line.partial()) {
                return last.add(text);
            }
            boolean out = line.stream() == LogStream.STDOUT;
            int number = next[out ? 0 : 1]++;
            assertEquals(out ? "out " + number + " " + PADDING + "\n" : "err " + number + "\n", text);
            return true;
        });
        assertEquals(List.of("the end"), last);
        assertEquals(LINES, next[0]);
        assertEquals(LINES, next[1]);
        assertFalse(Files.exists(files.spool()));
        assertFalse(Files.exists(files.oldSpool()));
    }

    private Process startConmon() throws IOException {
        Path runtime = directory.resolve("runtime");
        Files.writeString(directory.resolve("container"), CONTAINER);
        Files.writeString(runtime, """
                #!/bin/sh
                while [ "$1" != "--pid-file" ]; do shift; done
                sh %s/container &
                printf $! > "$2"
                """.formatted(directory));
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = List.of("conmon", "--api-version", "1", "--sync", "--full-attach", "--no-sync-log");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("-c", "log-pump-it", "-u", "log-pump-it", "-r", runtime.toString()));
        all.addAll(List.of(
                "-b", directory.toString(), "-p", directory.resolve("pid").toString()));
        all.addAll(List.of("-l", "k8s-file:" + files.spool(), "--exit-dir", directory.toString()));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("conmon.out").toFile())
                .start();
    }

    private Process startDaemon() throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        return new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PumpProcess.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
    }
}
