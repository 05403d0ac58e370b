package io.djong.daemon.registry;

import io.djong.daemon.config.ServeArguments;
import io.djong.daemon.config.ServeOption;
import io.djong.distribution.RegistryServer;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code djong registry}: a registry server until a signal ends it. */
public final class RegistryProgram {
    private static final int BAD_COMMAND_LINE = 125;
    private static final int FAILED = 1;
    private static final int COLUMN = 34;

    private final PrintStream out;
    private final PrintStream err;
    private final Consumer<Boolean> logging;

    /** @param logging prepares the log, for debugging or not */
    public RegistryProgram(PrintStream out, PrintStream err, Consumer<Boolean> logging) {
        this.out = out;
        this.err = err;
        this.logging = logging;
    }

    /** Runs and returns the exit code; a server is ended by the shutdown hook instead. */
    public int run(List<String> words) {
        if (words.isEmpty() || List.of("--help", "help").contains(words.getFirst())) {
            out.print(overview());
            return 0;
        }
        if (!words.getFirst().equals("serve")) {
            err.println("djong registry: unknown command: " + words.getFirst());
            err.println("See 'djong registry --help'.");
            return BAD_COMMAND_LINE;
        }
        ServeArguments arguments;
        try {
            arguments = ServeArguments.parse(words.subList(1, words.size()));
        } catch (EngineException e) {
            err.println(e.message());
            err.println("See 'djong registry serve --help'.");
            return BAD_COMMAND_LINE;
        }
        if (arguments.has(ServeOption.HELP)) {
            out.print(help());
            return 0;
        }
        return serve(arguments);
    }

    private int serve(ServeArguments arguments) {
        logging.accept(arguments.has(ServeOption.DEBUG));
        Logger log = LoggerFactory.getLogger(RegistryProgram.class);
        RegistryServer server;
        try {
            server = new Registry(arguments, Clock.systemUTC()).open(out);
        } catch (IOException | EngineException e) {
            err.println("djong registry: " + e.getMessage());
            return FAILED;
        }
        try {
            server.start();
        } catch (IOException e) {
            server.close();
            err.println("djong registry: " + e.getMessage());
            return FAILED;
        }
        for (SocketAddress address : server.bound()) {
            log.info("Registry listens on {}", address);
        }
        return untilSignalled(server);
    }

    /** SIGTERM and SIGINT run the hook, which ends the process with 0 once the server is closed. */
    private static int untilSignalled(RegistryServer server) {
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    server.close();
                    closed.countDown();
                    Runtime.getRuntime().halt(0);
                }));
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    static String overview() {
        return """

                Usage:  djong registry COMMAND

                A registry of images: the OCI distribution protocol, served

                Commands:
                  serve       Serve images until a signal ends it

                Run 'djong registry serve --help' for its options.
                """;
    }

    static String help() {
        StringBuilder text = new StringBuilder("""

                Usage:  djong registry serve [OPTIONS]

                Serve images: push to it and pull from it with docker, podman, skopeo and the like

                Options:
                """);
        for (ServeOption option : ServeOption.values()) {
            String left = "      --" + option.flag() + " " + option.value();
            text.append(left).repeat(" ", Math.max(1, COLUMN - left.length()));
            text.append(option.help()).append('\n');
        }
        return text.append("""

                Without --htpasswd or --token-realm everybody who reaches the address may push and delete.
                """).toString();
    }
}
