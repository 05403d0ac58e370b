package io.djong.it;

import io.djong.testkit.Privilege;
import io.djong.testkit.daemon.DaemonUnderTest;
import io.djong.testkit.daemon.DockerCli;
import io.djong.testkit.daemon.EngineKind;
import io.djong.testkit.image.RootFilesystem;
import io.djong.testkit.leak.Leaks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One daemon for a class of tests, with the image {@code busybox} in it. Each test starts without containers and ends
 * with the check that it left nothing; whatever containers it made are removed for it first.
 */
public final class Host implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** How long anything may take that a test waits for. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final Map<String, String> environment;
    private final List<String> flags;
    private Optional<DaemonUnderTest> daemon = Optional.empty();
    private Optional<Leaks> leaks = Optional.empty();

    private Host(Map<String, String> environment, List<String> flags) {
        this.environment = Map.copyOf(environment);
        this.flags = List.copyOf(flags);
    }

    /** A host whose daemon gets these flags. */
    public static Host with(String... flags) {
        return new Host(Map.of(), List.of(flags));
    }

    /** The daemon. */
    public DaemonUnderTest daemon() {
        return daemon.orElseThrow();
    }

    /** The docker CLI. */
    public DockerCli docker() {
        return daemon().docker();
    }

    /** What the daemon and the tests of it need. */
    public static void requirePrivileges() {
        Privilege.root();
        for (String program : List.of("docker", "runc", "conmon", "busybox")) {
            Path _ = Privilege.program(program);
        }
    }

    /** Imports the image {@code busybox}, made of the machine's own. */
    public static void importBusybox(DaemonUnderTest daemon) {
        Path tree = daemon.root().path().resolve("busybox");
        Path tar = daemon.root().path().resolve("busybox.tar");
        RootFilesystem.pack(RootFilesystem.busybox(tree), tar);
        daemon.docker().ok("import", "--change", "CMD [\"sh\"]", tar.toString(), "busybox:latest");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        requirePrivileges();
        DaemonUnderTest fresh = DaemonUnderTest.fresh(EngineKind.chosen(), environment, flags.toArray(String[]::new));
        daemon = Optional.of(fresh);
        fresh.start();
        importBusybox(fresh);
        // Whatever a daemon makes on the first use (its bridge, its tables, its cgroup) is its to keep.
        fresh.docker().ok("run", "--rm", "-p", "127.0.0.1::1", "busybox", "true");
        fresh.docker().ok("run", "--rm", "--network", "host", "busybox", "true");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        leaks = Optional.of(Leaks.watch(daemon()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (daemon().runningPid().isEmpty()) {
            daemon().start(); // the test failed while the daemon was dead
        }
        removeContainers(daemon());
        leaks.orElseThrow().check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        daemon.ifPresent(started -> {
            keepLog(started, context.getDisplayName());
            started.close();
        });
    }

    /** Removes all containers. */
    public static void removeContainers(DaemonUnderTest daemon) {
        List<String> containers = daemon.docker().ok("ps", "-aq").lines();
        if (!containers.isEmpty()) {
            daemon.docker()
                    .command("rm", "-f", "-v")
                    .and(containers.toArray(String[]::new))
                    .run()
                    .ok();
        }
    }

    private static void keepLog(DaemonUnderTest daemon, String name) {
        Path kept = Path.of("target", "daemon-logs", name + ".log");
        try {
            Files.createDirectories(kept.getParent());
            Files.writeString(kept, daemon.log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the daemon's log", e);
        }
    }
}
