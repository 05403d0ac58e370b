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
import java.util.jar.JarFile;

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
    }

    /** Starts the daemon where the machine can run it, otherwise only lets it check its configuration. */
    void trainDaemon(Program daemon) throws IOException, InterruptedException {
        if (!hasMain(daemon)) {
            System.err.println("djongd: no " + daemon.mainClass() + " in the jars, so no AOT cache for it");
            return;
        }
        Path directory = Files.createTempDirectory("djong-dist");
        try {
            List<String> flags = List.of(
                    "--data-root", directory.resolve("data").toString(),
                    "--exec-root", directory.resolve("exec").toString(),
                    "--pidfile", directory.resolve("pid").toString(),
                    "--config-file", home.resolve("etc/daemon.json").toString(),
                    "-H", "unix://" + directory.resolve("s"));
            if (isRoot()) {
                runDaemon(words(daemon, daemon.mainClass(), flags), directory);
            } else {
                List<String> checking = new ArrayList<>(flags);
                checking.add("--validate");
                Command.run(words(daemon, daemon.mainClass(), checking));
            }
        } finally {
            RuntimeImage.deleteTree(directory);
        }
    }

    private List<String> words(Program program, String mainClass, List<String> arguments) {
        List<String> words = program.command(home);
        words.add(1, "-XX:AOTCacheOutput=" + home.resolve("lib").resolve(program.cacheFile()));
        words.add(mainClass);
        words.addAll(arguments);
        return words;
    }

    private boolean hasMain(Program program) throws IOException {
        String entry = program.mainClass().replace('.', '/') + ".class";
        for (String name : program.classPath()) {
            try (JarFile jar = new JarFile(home.resolve("lib").resolve(name).toFile())) {
                if (jar.getEntry(entry) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /** In namespaces of its own: the machine that builds keeps its mounts and its network as they are. */
    private static void runDaemon(List<String> words, Path directory) throws IOException, InterruptedException {
        List<String> apart = new ArrayList<>(List.of("unshare", "--mount", "--net"));
        apart.addAll(words);
        Path output = directory.resolve("log");
        Process process = Command.start(apart, output);
        try {
            awaitSocket(apart, process, directory.resolve("s"), output);
        } finally {
            process.destroy();
        }
        Command.finish(apart, process, output);
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
