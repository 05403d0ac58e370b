package io.djong.runtime;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.FdInput;
import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Child;
import io.djong.kernel.process.ExitStatus;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Spawn;
import io.djong.kernel.socket.Pipe;
import io.djong.model.ContainerId;
import io.djong.model.container.Environment;
import io.djong.model.error.Internal;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The OCI runtime's command line, where its verbs are not replaced by something cheaper. */
final class OciRuntime {
    /** The environment of every program that is started: nothing of the daemon's own reaches them. */
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Environment.PATH, "LC_ALL", "C");

    /** runc's, which ends before collecting garbage would pay. Other runtimes leave processes of their own behind. */
    private static final Map<String, String> OF_RUNC = Map.of("PATH", Environment.PATH, "LC_ALL", "C", "GOGC", "off");

    private static final Duration VERB = Duration.ofSeconds(30);
    private static final int MAX_OUTPUT = 64 * 1024;

    private final RuntimePaths paths;
    private final Reaper reaper;
    private final Poller poller;
    private final ReentrantLock probing = new ReentrantLock();
    private @Nullable Versions versions; // guarded by probing; null until every program was found

    OciRuntime(RuntimePaths paths, Reaper reaper, Poller poller) {
        this.paths = paths;
        this.reaper = reaper;
        this.poller = poller;
    }

    /** What a program printed on both streams, and how it ended. */
    record Outcome(int exitCode, String output) {}

    /** Whether start and delete may be done by hand: the layout of the runtime's state is known. */
    boolean shortCuts() throws InterruptedException {
        try {
            return hasKnownLayout(versions().runtime());
        } catch (Unavailable e) {
            return true; // nothing is here to do it otherwise
        }
    }

    /** The environment in which the runtime creates containers and executes in them. */
    Map<String, String> environment() throws InterruptedException {
        return shortCuts() ? OF_RUNC : ENVIRONMENT;
    }

    private static boolean hasKnownLayout(Versions.Program runtime) {
        return runtime.name().equals("runc") && runtime.version().startsWith("1.");
    }

    /**
     * The programs' versions. They are asked for once, and again while one is missing.
     *
     * @throws Unavailable naming the Debian package if one is missing
     */
    Versions versions() throws InterruptedException {
        probing.lockInterruptibly();
        try {
            Versions known = versions;
            if (known == null) {
                known = new Versions(version(paths.runtime()), version(paths.conmon()));
                versions = known;
            }
            return known;
        } finally {
            probing.unlock();
        }
    }

    private Versions.Program version(Path program) throws InterruptedException {
        if (!Files.isExecutable(program)) {
            String name = program.getFileName().toString();
            throw new Unavailable(name + " was not found: install the package " + name);
        }
        Outcome outcome = run(program, List.of("--version"));
        if (outcome.exitCode() != 0) {
            throw new Unavailable(
                    program + " --version failed: " + outcome.output().strip());
        }
        return Versions.Program.parse(outcome.output());
    }

    /** Runs a verb on a container. @throws Internal if it fails */
    void verb(String verb, ContainerId id, String... options) throws InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("--root", paths.runtimeRoot().toString(), verb));
        arguments.addAll(List.of(options));
        arguments.add(id.value());
        Outcome outcome = run(paths.runtime(), arguments);
        if (outcome.exitCode() != 0) {
            throw new Internal("OCI runtime " + verb + " failed: " + StartMessages.reason(outcome.output()));
        }
    }

    private Outcome run(Path program, List<String> arguments) throws InterruptedException {
        try (Pipe pipe = Pipe.fromChild()) {
            Child child = reaper.spawn(Spawn.of(program, arguments)
                    .environment(ENVIRONMENT)
                    .descriptor(1, pipe.writing())
                    .descriptor(2, pipe.writing()));
            pipe.writing().close();
            byte[] output = new FdInput(pipe.reading(), poller).readNBytes(MAX_OUTPUT);
            ExitStatus status = child.await(VERB).orElse(null);
            if (status == null) {
                child.kill();
                throw new Internal(program + " " + arguments.get(0) + " did not end in " + VERB.toSeconds() + " s");
            }
            return new Outcome(status.exitCode(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Internal("failed to read the output of " + program + ": " + e.getMessage(), e);
        } catch (KernelException e) {
            throw new Internal("failed to run " + program + ": " + reason(e), e);
        }
    }

    private static String reason(KernelException e) {
        return e.is(Errno.ENOENT) ? "no such file or directory" : e.errno().text();
    }
}
