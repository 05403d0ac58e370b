package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices by CDI: here made-up ones, described in JSON and in YAML. */
final class CdiIT {
    private static final Path DIRECTORY = directory();
    private static final Path HOOKED = DIRECTORY.resolve("hooked");
    private static final Path JSON = DIRECTORY.resolve("toys.json");
    private static final Path YAML = DIRECTORY.resolve("more.yaml");

    @RegisterExtension
    static final Host HOST = Host.with("--cdi-spec-dir", DIRECTORY.toString());

    private static Path directory() {
        try {
            return Files.createTempDirectory("djong-cdi-it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void describe() throws IOException {
        Assumptions.assumeTrue(EngineKind.chosen() == EngineKind.DJONGD, "Debian's dockerd is from before CDI");
        Files.writeString(JSON, """
                {"cdiVersion": "0.6.0", "kind": "acme.com/toy",
                 "containerEdits": {"env": ["ACME=all"]},
                 "devices": [
                   {"name": "whole", "containerEdits": {
                     "env": ["TOY=whole"],
                     "deviceNodes": [{"path": "/dev/toy", "hostPath": "/dev/null", "permissions": "rw"}],
                     "mounts": [{"hostPath": "%1$s", "containerPath": "/toys", "options": ["ro"]}],
                     "additionalGids": [4242]}},
                   {"name": "hooked", "containerEdits": {"hooks": [
                     {"hookName": "createRuntime", "path": "/bin/sh", "args": ["sh", "-c", "echo made >> %2$s"]},
                     {"hookName": "poststart", "path": "/bin/sh", "args": ["sh", "-c", "echo started >> %2$s"]},
                     {"hookName": "poststop", "path": "/bin/sh", "args": ["sh", "-c", "echo $A >> %2$s"],
                      "env": ["A=stopped"]}]}},
                   {"name": "failing", "containerEdits": {"hooks": [
                     {"hookName": "createRuntime", "path": "/bin/false"}]}}]}
                """.formatted(DIRECTORY, HOOKED));
        Files.writeString(YAML, """
                cdiVersion: "0.5.0"
                kind: acme.com/paper
                devices:
                - name: sheet
                  containerEdits:
                    env:
                    - SHEET=white
                """);
    }

    @AfterAll
    static void clear() throws IOException {
        for (Path file : List.of(JSON, YAML, HOOKED, DIRECTORY)) {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void aContainerGetsAllThatItsDevicesNeed() {
        Result result = HOST.docker()
                .ok(
                        "run",
                        "--rm",
                        "--device",
                        "acme.com/toy=whole",
                        "--device",
                        "acme.com/paper=sheet",
                        "busybox",
                        "sh",
                        "-c",
                        "echo $ACME $TOY $SHEET; id -G; echo x > /dev/toy && echo written; ls /toys;"
                                + " touch /toys/new || echo kept");
        assertEquals(List.of("all whole white", "0 4242", "written", "more.yaml", "toys.json", "kept"), result.lines());
    }

    @Test
    void hooksRunAlsoThoseOfStartAndRemoval() throws IOException {
        Files.deleteIfExists(HOOKED);
        HOST.docker().ok("run", "--rm", "--device", "acme.com/toy=hooked", "busybox", "true");
        Await.until("the last hook has run", Host.LIMIT, () -> hooked().contains("stopped"));
        assertEquals(List.of("made", "started", "stopped"), hooked());
    }

    @Test
    void theLastHookRunsAlsoIfTheDaemonDiedMeanwhile() throws IOException {
        Files.deleteIfExists(HOOKED);
        HOST.docker()
                .ok("run", "-d", "--name", "hooked", "--device", "acme.com/toy=hooked", "busybox", "sleep", "1000");
        HOST.daemon().kill().start();
        HOST.docker().ok("rm", "-f", "hooked");
        Await.until("the last hook has run", Host.LIMIT, () -> hooked().contains("stopped"));
    }

    private static List<String> hooked() {
        try {
            return Files.readAllLines(HOOKED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aHookThatFailsKeepsTheContainerFromStarting() {
        Result result = HOST.docker().run("run", "--rm", "--device", "acme.com/toy=failing", "busybox", "true");
        assertTrue(result.exit() >= 125, result::toString);
        assertTrue(result.err().contains("OCI runtime create failed: "), result::toString);
    }

    @Test
    void aDeviceThatNobodyDescribesIsNamed() {
        Result result = HOST.docker().run("run", "--rm", "--device", "acme.com/toy=lost", "busybox", "true");
        assertEquals(125, result.exit());
        String words =
                "CDI device injection failed: unresolvable CDI devices acme.com/toy=lost (looked in " + DIRECTORY;
        assertTrue(result.err().contains(words), result::toString);
    }

    @Test
    void theEngineTellsOfDevicesAndWhereTheyAreDescribed() {
        Result result = HOST.docker()
                .ok("info", "-f", "{{index .CDISpecDirs 0}}{{range .DiscoveredDevices}} {{.Source}}:{{.ID}}{{end}}");
        assertEquals(
                DIRECTORY + " cdi:acme.com/paper=sheet cdi:acme.com/toy=failing cdi:acme.com/toy=hooked"
                        + " cdi:acme.com/toy=whole",
                result.line());
    }

    @Test
    void withoutAnyDriverGpusAreRefusedInDockersWords() {
        Assumptions.assumeFalse(Files.exists(Path.of("/proc/driver/nvidia")), "there is one");
        Result result = HOST.docker().run("run", "--rm", "--gpus", "all", "busybox", "true");
        assertEquals(125, result.exit());
        String words =
                "could not select device driver \"\" with capabilities: [[gpu]]: this host shows no NVIDIA driver";
        assertTrue(result.err().contains(words), result::toString);
    }
}
