package io.djong.dist;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the AOT caches: runs each program once on its shipped options and class path, so that the virtual machine
 * writes down which classes it loaded. A run that fails fails the build.
 */
final class Training {
    private static final long START_LIMIT_SECONDS = 60;

    private final Path home;

    Training(Path home) {
        this.home = home;
    }

    /** Rehearses the commands against an engine that only knows canned answers. */
    void trainCli(Program cli) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("djong-dist");
        try (StandIn engine = StandIn.listen(directory.resolve("s"))) {
            Command.run(words(cli, "io.djong.cli.Rehearsal", List.of("unix://" + engine.socket())));
        } finally {
            RuntimeImage.deleteTree(directory);
        }
        requireCache(cli);
    }

    /**
     * Starts the daemon where the machine can run it and lets it work, otherwise only lets it check its configuration.
     *
     * @param cli whose cache is made already: it is the daemon's client here
     */
    void trainDaemon(Program daemon, Program cli) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("djong-dist");
        try {
            List<String> flags = List.of(
                    "--data-root", directory.resolve("data").toString(),
                    "--exec-root", directory.resolve("exec").toString(),
                    "--pidfile", directory.resolve("pid").toString(),
                    "--config-file", home.resolve("etc/daemon.json").toString(),
                    "-H", "unix://" + directory.resolve("s"));
            if (isRoot()) {
                Exercise exercise = new Exercise(cli, home, directory);
                try (Apart apart = Apart.open()) {
                    List<String> words = daemon.command(home);
                    words.add(daemon.mainClass());
                    words.addAll(flags);
                    runDaemon(apart.inside(words), exercise, Exercise::prepare);
                    runDaemon(apart.inside(words(daemon, daemon.mainClass(), flags)), exercise, Exercise::run);
                }
            } else {
                List<String> checking = new ArrayList<>(flags);
                checking.add("--validate");
                Command.run(words(daemon, daemon.mainClass(), checking));
            }
        } finally {
            RuntimeImage.deleteTree(directory);
        }
        requireCache(daemon);
    }

    /** The virtual machine does not say by its exit code whether it wrote the cache. */
    private void requireCache(Program program) throws IOException {
        Path cache = home.resolve("lib").resolve(program.cacheFile());
        if (!Files.exists(cache)) {
            throw new IOException("the training of " + program.name() + " left no " + cache);
        }
    }

    private List<String> words(Program program, String mainClass, List<String> arguments) throws IOException {
        List<String> words = program.command(home);
        Path cache = home.resolve("lib").resolve(program.cacheFile());
        Files.deleteIfExists(cache);
        words.add(1, "-XX:AOTCacheOutput=" + cache);
        words.add(mainClass);
        words.addAll(arguments);
        return words;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static void runDaemon(List<String> words, Exercise exercise, Work work)
            throws IOException, InterruptedException {
        Path output = exercise.directory().resolve("log");
        Process process = Command.start(words, output);
        try {
            awaitSocket(words, process, exercise.socket(), output);
            work.on(exercise);
        } finally {
            process.destroy();
        }
        Command.finish(words, process, output);
    }

    /** What a daemon is made to do. */
    private interface Work {
        void on(Exercise exercise) throws IOException, InterruptedException;
    }

    private static void awaitSocket(List<String> words, Process process, Path socket, Path output)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (true) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return;
            } catch (IOException notYet) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw Command.failed(words, "ended with " + process.exitValue(), output);
                }
                if (System.nanoTime() > deadline) {
                    throw Command.failed(words, "did not listen on " + socket, output);
                }
            }
        }
    }
}
