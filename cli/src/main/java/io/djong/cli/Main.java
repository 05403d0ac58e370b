package io.djong.cli;

import io.djong.cli.terminal.Streams;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program {@code djong}. */
public final class Main {
    /** The launcher keeps from the virtual machine what users set for their own programs; commands may want it. */
    private static final String SAVED = "DJONG_SAVED_";

    private Main() {}

    public static void main(String[] args) {
        Cli cli = new Cli(Streams.ofProcess(), environment(), InstantSource.system());
        // Threads may still wait for input that nobody wants any more.
        System.exit(cli.run(List.of(args)));
    }

    /** That of this process, as the user set it. */
    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            boolean saved = name.startsWith(SAVED);
            environment.put(saved ? name.substring(SAVED.length()) : name, value);
        });
        return environment;
    }
}
