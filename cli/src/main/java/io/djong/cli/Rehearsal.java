package io.djong.cli;

import io.djong.cli.terminal.Streams;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through the usual commands once, so that the AOT cache knows the classes that they need. The build runs it
 * against an engine that only pretends; the address is its argument.
 */
final class Rehearsal {
    private static final List<String> COMMANDS = List.of(
            "version",
            "info",
            "ps -a",
            "ps -a --format {{.ID}}",
            "ps -a --format json",
            "images",
            "inspect a",
            "inspect -f {{.State.Running}} a",
            "run -d --rm --name a -p 8080:80 -v /tmp:/tmp -e A=b -m 64m busybox true",
            "run -i busybox cat",
            "create busybox",
            "start a",
            "exec -i a cat",
            "logs -f a",
            "stop a",
            "restart a",
            "kill a",
            "wait a",
            "port a",
            "tag a b",
            "pull busybox",
            "rm -f a",
            "rmi a",
            "run --help",
            "--help");

    private Rehearsal() {}

    public static void main(String[] args) {
        // What the process's own streams need is loaded, too, though the rehearsal prints elsewhere.
        Streams.ofProcess().flush();
        int failed = 0;
        for (String command : COMMANDS) {
            failed += succeeds(args[0], command) ? 0 : 1;
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    /** Whether the command does what it does with a real engine; what is wrong goes to standard error. */
    private static boolean succeeds(String host, String command) {
        PrintStream sink = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(List.of("-H", host));
        words.addAll(List.of(command.split(" ", -1)));
        Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), sink, System.err, false, false, false);
        int exitCode = new Cli(streams, Main.environment(), InstantSource.system()).run(words);
        if (exitCode != 0) {
            System.err.println(command + ": exit code " + exitCode);
        }
        return exitCode == 0;
    }
}
