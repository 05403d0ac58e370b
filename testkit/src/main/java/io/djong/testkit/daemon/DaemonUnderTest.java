package io.djong.testkit.daemon;

import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A daemon on a root of its own, which the test starts, kills and starts again. Not thread-safe. Closing removes its
 * containers, stops it, ends whatever it left running and deletes its root.
 */
public final class DaemonUnderTest implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_PINGS = Duration.ofMillis(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final EngineKind kind;
    private final DaemonRoot root;
    private final List<String> flags;
    private final Map<String, String> environment;
    private Optional<Process> process = Optional.empty();

    private DaemonUnderTest(EngineKind kind, List<String> flags, Map<String, String> environment) {
        this.kind = kind;
        this.root = DaemonRoot.fresh();
        this.flags = List.copyOf(flags);
        this.environment = Map.copyOf(environment);
    }

    /** One on a fresh root, not started, with {@code flags} after those that name its root. */
    public static DaemonUnderTest fresh(EngineKind kind, String... flags) {
        return new DaemonUnderTest(kind, List.of(flags), Map.of());
    }

    /** As {@link #fresh(EngineKind, String...)}, with additional environment variables. */
    public static DaemonUnderTest fresh(EngineKind kind, Map<String, String> environment, String... flags) {
        return new DaemonUnderTest(kind, List.of(flags), environment);
    }

    /** Which engine it is. */
    public EngineKind kind() {
        return kind;
    }

    /** Where it keeps its things. */
    public DaemonRoot root() {
        return root;
    }

    /** The docker CLI, speaking to this daemon. */
    public DockerCli docker() {
        return new DockerCli(root.socket(), root.path().resolve("cli"));
    }

    /** The process id of the running daemon. */
    public long pid() {
        return running().pid();
    }

    /** The process id while the daemon runs. */
    public OptionalLong runningPid() {
        return process.filter(Process::isAlive)
                .map(alive -> OptionalLong.of(alive.pid()))
                .orElse(OptionalLong.empty());
    }

    /** Everything that it printed so far. */
    public String log() {
        try {
            return Files.exists(root.log()) ? Files.readString(root.log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the daemon's log", e);
        }
    }

    /** Writes {@code daemon.json}, to take effect at the next start. */
    public DaemonUnderTest configure(String json) {
        try {
            Files.writeString(root.config(), json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the daemon's configuration", e);
        }
        return this;
    }

    /** Starts it and waits until it answers a ping. */
    public DaemonUnderTest start() {
        startTimed();
        return this;
    }

    /** As {@link #start()}; gives the time from the start of the process to the answer. */
    public Duration startTimed() {
        long began = System.nanoTime();
        Process started = launch();
        process = Optional.of(started);
        while (!Ping.answers(root.socket())) {
            if (!started.isAlive()) {
                throw new AssertionError("the daemon ended with " + started.exitValue() + ":\n" + log());
            }
            if (System.nanoTime() - began > START.toNanos()) {
                throw new AssertionError("no answer to a ping within " + START.toSeconds() + " s:\n" + log());
            }
            Await.pause(BETWEEN_PINGS);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Runs it to its own end, where the test expects that it refuses to start. */
    public Result startRefused() {
        return command().withLimit(START).run();
    }

    /** Runs it with more flags, by which it does something else than to serve, to its own end. */
    public Result instead(String... more) {
        return command().and(more).withLimit(START).run();
    }

    /** SIGKILL, and waits until the process is gone. */
    public DaemonUnderTest kill() {
        running().destroyForcibly();
        return awaitEnd();
    }

    /** SIGTERM, and waits until the process is gone. */
    public DaemonUnderTest stop() {
        running().destroy();
        return awaitEnd();
    }

    @Override
    public void close() {
        if (process.map(Process::isAlive).orElse(false)) {
            List<String> containers = docker().run("ps", "-aq").lines();
            if (!containers.isEmpty()) {
                docker().command("rm", "-f")
                        .and(containers.toArray(String[]::new))
                        .run();
            }
            stop();
        }
        endWhatIsLeft();
        removeCgroups();
        root.delete();
    }

    /** Daemons leave the containers' parent where it is. What was killed in it takes a moment to be gone. */
    private void removeCgroups() {
        for (Path group : root.cgroups()) {
            Await.until(group + " can be removed", STOP, () -> removed(group.toFile()));
        }
    }

    private static boolean removed(File group) {
        File[] below = group.listFiles(File::isDirectory);
        for (File each : below == null ? new File[0] : below) {
            removed(each);
        }
        return group.delete();
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(arguments());
        builder.environment().putAll(variables());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(root.log().toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the daemon", e);
        }
    }

    private Command command() {
        Command command = Command.of(arguments());
        for (Map.Entry<String, String> variable : variables().entrySet()) {
            command = command.withVariable(variable.getKey(), variable.getValue());
        }
        return command;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        // A proxy of the machine must not stand between the daemon and a registry on loopback.
        variables.put("NO_PROXY", "localhost,127.0.0.1");
        variables.putAll(environment);
        return variables;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(kind.program());
        arguments.addAll(List.of("-H", "unix://" + root.socket()));
        arguments.addAll(List.of("--data-root", root.data().toString()));
        arguments.addAll(List.of("--exec-root", root.exec().toString()));
        arguments.addAll(List.of("--pidfile", root.pidFile().toString()));
        arguments.addAll(List.of("--cgroup-parent", root.cgroupParent()));
        if (Files.exists(root.config())) {
            arguments.addAll(List.of("--config-file", root.config().toString()));
        }
        arguments.addAll(flags);
        return arguments;
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException("the daemon was not started"));
    }

    private DaemonUnderTest awaitEnd() {
        try {
            if (!running().waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the daemon did not end within " + STOP.toSeconds() + " s:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the daemon ends", e);
        }
        process = Optional.empty();
        return this;
    }

    /**
     * Kills what names the root on its command line: monitors, shims, a containerd whose daemon was killed; and what is
     * in the containers' control groups.
     */
    private void endWhatIsLeft() {
        for (ProcessHandle left : ProcessHandle.allProcesses().toList()) {
            boolean ours = text(left.pid(), "cmdline").contains(root.path() + "/")
                    || text(left.pid(), "cgroup").contains(root.cgroupParent() + "/");
            if (ours && left.pid() != ProcessHandle.current().pid()) {
                left.destroyForcibly();
            }
        }
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it ended meanwhile
        }
    }
}
