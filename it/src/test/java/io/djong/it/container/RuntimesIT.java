package io.djong.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.it.Host;
import io.djong.testkit.Privilege;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other OCI runtimes than runc: here one that notes how it is called and has runc do the work. */
final class RuntimesIT {
    private static final Path DIRECTORY = directory();
    private static final Path CALLS = DIRECTORY.resolve("calls");
    private static final Path RECORDER = recorder();

    @RegisterExtension
    static final Host HOST = Host.with("--add-runtime", "recorder=" + RECORDER);

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("djong-runtimes-it");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path recorder() {
        Path script = DIRECTORY.resolve("recorder");
        try {
            Files.writeString(
                    script, "#!/bin/sh\necho \"$@\" >> " + CALLS + "\nexec " + Privilege.program("runc") + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            script.toFile().deleteOnExit();
            CALLS.toFile().deleteOnExit();
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void forget() throws IOException {
        Files.deleteIfExists(CALLS);
    }

    /** The verbs that were asked of it, in order, once the last of them was, which nobody waits for. */
    private static List<String> verbs(String last) {
        Await.until("the runtime is asked to " + last, Host.LIMIT, () -> verbs().contains(last));
        return verbs();
    }

    private static List<String> verbs() {
        List<String> known = List.of("create", "start", "exec", "kill", "delete");
        try {
            return Files.readAllLines(CALLS).stream()
                    .map(line -> List.of(line.split(" ", -1)))
                    .map(words ->
                            words.stream().filter(known::contains).findFirst().orElse("none"))
                    .filter(known::contains)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aContainerIsRunByTheRuntimeItAsksFor() {
        Result result = HOST.docker().ok("run", "--rm", "--runtime", "recorder", "busybox", "echo", "hi");
        assertEquals("hi", result.line());
        assertEquals(List.of("create", "start", "delete"), verbs("delete"));
    }

    @Test
    void itIsKnownAgainByALaterDaemon() throws IOException {
        HOST.docker().ok("run", "-d", "--name", "long", "--runtime", "recorder", "busybox", "sleep", "1000");
        HOST.daemon().kill().start();
        Files.deleteIfExists(CALLS);
        assertEquals("true", HOST.docker().inspect("long", "{{.State.Running}}"));
        assertEquals("in", HOST.docker().ok("exec", "long", "echo", "in").line());
        HOST.docker().ok("kill", "long");
        HOST.docker().ok("rm", "-f", "long");
        assertEquals(List.of("exec", "kill", "delete"), verbs("delete"));
    }

    @Test
    void containersShowTheirsAndTheEngineAllOfThem() {
        HOST.docker().ok("create", "--name", "other", "--runtime", "recorder", "busybox", "true");
        HOST.docker().ok("create", "--name", "plain", "busybox", "true");
        assertEquals("recorder", HOST.docker().inspect("other", "{{.HostConfig.Runtime}}"));
        assertEquals("runc", HOST.docker().inspect("plain", "{{.HostConfig.Runtime}}"));
        Result info = HOST.docker().ok("info", "-f", "{{.DefaultRuntime}} {{(index .Runtimes \"recorder\").Path}}");
        assertEquals("runc " + RECORDER, info.line());
    }

    @Test
    void anUnknownNameIsRefused() {
        Result result = HOST.docker().run("create", "--runtime", "nope", "busybox", "true");
        assertEquals(1, result.exit());
        assertTrue(result.err().contains("unknown or invalid runtime name: nope"), result::toString);
    }

    @Test
    void theConfigurationGivesArgumentsAndTheDefault() throws IOException {
        Assumptions.assumeTrue(
                EngineKind.chosen() == EngineKind.DJONGD, "a second dockerd meets the first one's bridge");
        String runtime = "{\"path\":\"" + RECORDER + "\",\"runtimeArgs\":[\"--debug\"]}";
        String json = "{\"default-runtime\":\"recorder\",\"runtimes\":{\"recorder\":" + runtime + "}}";
        try (DaemonUnderTest daemon = DaemonUnderTest.fresh(EngineKind.chosen(), "--bridge", "none")
                .configure(json)
                .start()) {
            Host.importBusybox(daemon);
            daemon.docker().ok("run", "--rm", "--network", "none", "busybox", "true");
            assertTrue(Files.readString(CALLS).startsWith("--debug --root="), Files.readString(CALLS));
            assertEquals(
                    "recorder",
                    daemon.docker().ok("info", "-f", "{{.DefaultRuntime}}").line());
        }
        try (DaemonUnderTest daemon =
                DaemonUnderTest.fresh(EngineKind.chosen()).configure("{\"default-runtime\":\"missing\"}")) {
            Result refused = daemon.startRefused().exits(1);
            String words = "specified default runtime 'missing' does not exist";
            assertTrue((refused.out() + refused.err()).contains(words), refused::toString);
        }
    }
}
