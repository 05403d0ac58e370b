package io.djong.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the daemon is made to do while it is trained, by the command line: what it is asked most, and, as far as the
 * machine that builds can, the life of a container made of that machine's own {@code cat} and its libraries.
 *
 * @param cli the client
 * @param home of the distribution
 * @param directory of the training: the daemon's socket is in it
 */
record Exercise(Program cli, Path home, Path directory) {
    private static final Path PROGRAM = Path.of("/bin/cat");
    private static final long LIMIT_SECONDS = 60;

    /** The virtual machine notes what is worth compiling early: what it has seen run often. */
    private static final int OFTEN = 25;

    Path socket() {
        return directory.resolve("s");
    }

    /** Leaves an image and a running container behind, for the next start of the daemon to find. */
    void prepare() throws IOException, InterruptedException {
        Path image = directory.resolve("image.tar");
        if (Files.exists(PROGRAM) && attempt(tar(image))) {
            attempt(List.of("import " + image + " training", "run -d --name left -i training /bin/cat"), "left");
        }
    }

    void run() throws IOException, InterruptedException {
        for (String command : List.of("version", "info", "ps -a", "images")) {
            Command.run(djong(command));
        }
        attempt(List.of("rm -f left"), "left");
        List<String> commands = new ArrayList<>();
        commands.addAll(Collections.nCopies(OFTEN, "run --rm training /bin/cat /etc/hosts"));
        commands.add("run -d --name trained -p 8080:80 -i training /bin/cat");
        commands.addAll(Collections.nCopies(OFTEN, "exec trained /bin/cat /etc/hostname"));
        commands.addAll(List.of(
                "ps",
                "inspect trained",
                "logs trained",
                "stop -t 0 trained",
                "start trained",
                "rm -f trained",
                "rmi training"));
        attempt(commands, "trained");
    }

    /**
     * Runs the commands up to the first that fails: a machine that may build may still be one on which no container
     * starts, a sandbox without mounts or cgroups.
     */
    private void attempt(List<String> commands, String container) throws IOException, InterruptedException {
        for (String command : commands) {
            if (!attempt(djong(command))) {
                attempt(djong("rm -f " + container));
                return;
            }
        }
    }

    private List<String> djong(String command) {
        List<String> words = cli.command(home);
        words.add(1, "-XX:AOTCache=" + home.resolve("lib").resolve(cli.cacheFile()));
        words.add(cli.mainClass());
        words.addAll(List.of("-H", "unix://" + socket()));
        words.addAll(List.of(command.split(" ", -1)));
        return words;
    }

    /** An archive of the program and of the libraries that the dynamic linker names for it. */
    private List<String> tar(Path image) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "tar", "-chf", image.toString(), "-C", "/", PROGRAM.toString().substring(1)));
        Path list = directory.resolve("libraries");
        if (finish(Command.start(List.of("ldd", PROGRAM.toString()), list))) {
            for (String word : Files.readString(list, StandardCharsets.UTF_8).split("\\s+", -1)) {
                if (word.startsWith("/") && Files.exists(Path.of(word))) {
                    words.add(word.substring(1));
                }
            }
        }
        return words;
    }

    private boolean attempt(List<String> words) throws IOException, InterruptedException {
        Path output = directory.resolve("attempt");
        boolean succeeded = finish(Command.start(words, output));
        if (!succeeded) {
            System.err.println("training: " + String.join(" ", words.subList(words.size() - 3, words.size())) + ": "
                    + Files.readString(output, StandardCharsets.ISO_8859_1).strip());
        }
        return succeeded;
    }

    private static boolean finish(Process process) throws InterruptedException {
        if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            return process.exitValue() == 0;
        }
        process.destroyForcibly().waitFor();
        return false;
    }
}
