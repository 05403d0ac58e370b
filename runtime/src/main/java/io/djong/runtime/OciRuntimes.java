package io.djong.runtime;

import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Reaper;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The OCI runtimes of a daemon, and what is known of the programs that containers run by. */
final class OciRuntimes implements AutoCloseable {
    private final RuntimePaths paths;
    private final HelperPrograms helpers;
    private final RuntimeProgram program;
    private final Map<RuntimeCommand, OciRuntime> known = new ConcurrentHashMap<>();
    private final OciRuntime stock;
    private final ReentrantLock probing = new ReentrantLock();
    private @Nullable Versions versions; // guarded by probing; null until every program was found

    OciRuntimes(RuntimePaths paths, Reaper reaper, Poller poller) {
        this.paths = paths;
        this.helpers = new HelperPrograms(reaper, poller);
        this.program = new RuntimeProgram(paths);
        this.stock = of(paths.runtimes().all().getFirst());
    }

    HelperPrograms helpers() {
        return helpers;
    }

    /** runc's executable. */
    RuntimeProgram program() {
        return program;
    }

    /** runc. */
    OciRuntime stock() {
        return stock;
    }

    /** By the name that a user gave, empty for the standard one. @throws InvalidArgument if there is none */
    OciRuntime named(String name) {
        return paths.runtimes()
                .find(name)
                .map(this::of)
                .orElseThrow(() -> new InvalidArgument("unknown or invalid runtime name: " + name));
    }

    /** One that was noted, whether or not this daemon was told of it. */
    OciRuntime of(RuntimeCommand command) {
        return known.computeIfAbsent(command, it -> new OciRuntime(it, this, paths));
    }

    /**
     * The versions of runc and conmon. They are asked for once, and again while one is missing.
     *
     * @throws Unavailable naming the Debian package if one is missing
     */
    Versions versions() throws InterruptedException {
        probing.lockInterruptibly();
        try {
            Versions found = versions;
            if (found == null) {
                found = new Versions(version(paths.runtimes().stock()), version(paths.conmon()));
                versions = found;
            }
            return found;
        } finally {
            probing.unlock();
        }
    }

    private Versions.Program version(Path file) throws InterruptedException {
        requirePackage(file);
        HelperPrograms.Outcome outcome = helpers.run(file, List.of("--version"));
        if (outcome.exitCode() != 0) {
            throw new Unavailable(
                    file + " --version failed: " + outcome.output().strip());
        }
        return Versions.Program.parse(outcome.output());
    }

    /** Makes sure that a program is here whose package has its name. @throws Unavailable that names it */
    static void requirePackage(Path file) {
        if (!Files.isExecutable(file)) {
            String name = file.getFileName().toString();
            throw new Unavailable(name + " was not found: install the package " + name);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
