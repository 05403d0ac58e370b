package io.djong.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the distribution from the jars: the runtime image, the launchers and other files, the AOT caches. Run from its
 * source by the build; arguments: the directory of the files, that of the jars, and the distribution's.
 */
final class Assemble {
    private static final String OURS = "io.djong.";
    private static final String OPENED = "tools.jackson.core.jackson-databind-";
    private static final List<String> CLI_JARS = List.of("cli", "client", "model");

    /** Common to both: the class path is what AOT caches can hold, and the collector with the smallest footprint. */
    private static final List<String> COMMON_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            // The machine's own warnings go to standard error, which a program's output never shares.
            "-Xlog:disable",
            "-Xlog:all=error:stderr");

    private static final List<String> DAEMON_OPTIONS = List.of(
            // Looking for the log's provider would open every jar.
            "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider",
            "-Dslf4j.internal.verbosity=WARN",
            "-Xms16m",
            "-Xmx256m",
            // The heap goes back to the system once the work that needed it is done.
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:ReservedCodeCacheSize=64m",
            // Native calls pin carrier threads: two processors would mean two of them.
            "-Djdk.virtualThreadScheduler.parallelism=8",
            // One thread less to wake on the way from a socket to its reader.
            "-Djdk.pollerMode=1",
            // Requests are few and short, and compete with the compiler for the processor: only what is hot for long,
            // digests, checksums and some of our own, is worth its second stage.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-PrintWarnings",
            "-XX:CompilerDirectivesFile=${home}/lib/compiler.json",
            "-XX:Tier4InvocationThreshold=30000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=90000",
            "-XX:Tier4BackEdgeThreshold=240000",
            // The compiler's threads give way to those that somebody waits for, most of all at the start.
            "-XX:ThreadPriorityPolicy=1",
            "-XX:CompilerThreadPriority=5",
            // Reflection by method handles generates classes, which a start would wait for.
            "-Djdk.reflect.useNativeAccessorOnly=true",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.sqlite.lib.path=${home}/lib/native",
            "-DZstdNativePath=${home}/lib/native/" + NativeLibraries.ZSTD);

    private static final List<String> CLI_OPTIONS =
            List.of("-Xms8m", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xss512k");

    private final Path files;
    private final Path jars;
    private final Path home;

    private Assemble(Path files, Path jars, Path home) {
        this.files = files;
        this.jars = jars;
        this.home = home;
    }

    public static void main(String[] args) throws Exception {
        new Assemble(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]).toAbsolutePath()).run();
    }

    private void run() throws IOException, InterruptedException {
        copyJars();
        Program daemon = program("djongd", "io.djong.daemon.Main", DAEMON_OPTIONS, daemonJars());
        Program cli = program("djong", "io.djong.cli.Main", CLI_OPTIONS, cliJars());
        new RuntimeImage(home.resolve("runtime")).create();
        new NativeLibraries(jars, home.resolve("lib/native")).extract();
        copyFiles();
        for (Program program : List.of(daemon, cli)) {
            writeLauncher(program);
        }
        Training training = new Training(home);
        training.trainCli(cli);
        training.trainDaemon(daemon, cli);
        for (Program program : List.of(daemon, cli)) {
            checkLauncher(program);
        }
        // The launchers in the source tree compare its time with the sources'.
        Files.writeString(home.resolve("lib/built"), Runtime.version() + "\n");
    }

    private static Program program(String name, String mainClass, List<String> own, List<String> jars) {
        List<String> options = new ArrayList<>(COMMON_OPTIONS);
        options.addAll(own);
        return new Program(name, mainClass, options, jars);
    }

    private List<String> daemonJars() throws IOException {
        return jars().stream()
                .filter(jar -> !jar.startsWith(OURS + "cli-") && !jar.startsWith(OURS + "client-"))
                .toList();
    }

    private List<String> cliJars() throws IOException {
        return jars().stream()
                .filter(jar -> CLI_JARS.stream().anyMatch(name -> jar.startsWith(OURS + name + "-")))
                .toList();
    }

    /**
     * By name, in an order that does not depend on the machine: first the jar of which the cache lacks a class that the
     * virtual machine looks for at every start, opening all jars before the one that has it; then ours.
     */
    private List<String> jars() throws IOException {
        try (Stream<Path> all = Files.list(jars)) {
            List<String> names = all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
            List<String> ordered = new ArrayList<>(names);
            ordered.sort(Comparator.comparing((String name) -> !name.startsWith(OPENED))
                    .thenComparing(name -> !name.startsWith(OURS)));
            return ordered;
        }
    }

    /** Times are kept: a cache is refused where a jar's time is not the one of its training. */
    private void copyJars() throws IOException {
        Path lib = Files.createDirectories(home.resolve("lib"));
        try (Stream<Path> all = Files.list(lib)) {
            for (Path old : all.filter(path -> path.toString().endsWith(".jar")).toList()) {
                Files.delete(old);
            }
        }
        for (String jar : jars()) {
            Files.copy(jars.resolve(jar), lib.resolve(jar), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void copyFiles() throws IOException {
        try (Stream<Path> all = Files.walk(files)) {
            for (Path source : all.filter(Files::isRegularFile).toList()) {
                if (source.getFileName().toString().equals("launcher.sh")) {
                    continue;
                }
                Path target = home.resolve(files.relativize(source).toString());
                Files.createDirectories(target.getParent());
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void writeLauncher(Program program) throws IOException {
        String script = Files.readString(files.resolve("launcher.sh"))
                .replace("@NAME@", program.name())
                .replace("@MAIN@", program.mainClass())
                .replace("@OPTIONS@", String.join(" \\\n    ", quoted(program.shellWords())))
                .replace("@VARIABLE@", program.optionsVariable());
        Path launcher = home.resolve("bin").resolve(program.name());
        Files.createDirectories(launcher.getParent());
        Files.writeString(launcher, script);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Starts the program through its launcher, as users do, where a cache that does not fit is an error. */
    private void checkLauncher(Program program) throws IOException, InterruptedException {
        String launcher = home.resolve("bin").resolve(program.name()).toString();
        Command.run(List.of("env", program.optionsVariable() + "=-XX:AOTMode=on", launcher, "--version"));
    }

    private static List<String> quoted(List<String> words) {
        return words.stream()
                .map(word -> word.contains("$") ? "\"" + word + "\"" : word)
                .toList();
    }
}
