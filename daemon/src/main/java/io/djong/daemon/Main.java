package io.djong.daemon;

import io.djong.daemon.config.ConfigReader;
import io.djong.daemon.config.DaemonConfig;
import io.djong.daemon.config.Help;
import io.djong.daemon.registry.RegistryProgram;
import io.djong.engine.container.StoredContainers;
import io.djong.kernel.process.Capabilities;
import io.djong.model.Release;
import io.djong.model.error.EngineException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code djongd}: reads its configuration, runs the engine until a signal ends it. As {@code djong registry} it serves images
 * instead.
 */
public final class Main {
    /** dockerd's exit code for a command line that it refuses. */
    private static final int BAD_COMMAND_LINE = 125;

    /** dockerd's exit code for a configuration that it refuses, and for a start that fails. */
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** Runs and returns the exit code; a running engine is ended by the shutdown hook instead. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (!arguments.isEmpty() && arguments.getFirst().equals("registry")) {
            return new RegistryProgram(out, err, debug -> DaemonLog.configure(err, debug))
                    .run(arguments.subList(1, arguments.size()));
        }
        ConfigReader reader;
        try {
            reader = new ConfigReader(arguments);
        } catch (EngineException e) {
            err.println(e.message());
            err.println("See 'djongd --help'.");
            return BAD_COMMAND_LINE;
        }
        if (reader.wantsHelp()) {
            out.print(Help.text());
            return 0;
        }
        if (reader.wantsVersion()) {
            out.println("Djong version " + Release.VERSION);
            return 0;
        }
        return configured(reader, out, err);
    }

    private static int configured(ConfigReader reader, PrintStream out, PrintStream err) {
        DaemonConfig config;
        try {
            config = reader.read();
        } catch (EngineException e) {
            err.println(e.message());
            return FAILED;
        }
        if (reader.wantsValidation()) {
            err.println("configuration OK");
            return 0;
        }
        Optional<String> unfit = unfit(Capabilities.current().effective());
        if (unfit.isPresent()) {
            err.println(unfit.get());
            return FAILED;
        }
        boolean serves = !reader.wantsCheck()
                && !reader.wantsWipe()
                && reader.wantsMove().isEmpty();
        return serves ? serve(reader, config, err) : keepUp(reader, config, out, err);
    }

    /** Does what is asked for instead of serving. */
    private static int keepUp(ConfigReader reader, DaemonConfig config, PrintStream out, PrintStream err) {
        Upkeep upkeep = new Upkeep(config, out, err);
        DaemonLog.configure(err, config.debug());
        if (reader.wantsCheck()) {
            return upkeep.check();
        }
        return reader.wantsWipe()
                ? upkeep.wipe(reader.agrees(), System.in)
                : upkeep.move(reader.wantsMove().orElseThrow());
    }

    private static int serve(ConfigReader reader, DaemonConfig config, PrintStream err) {
        Daemon daemon = new Daemon(config, reader, StoredContainers.begin());
        DaemonLog.configure(err, config.debug());
        Logger log = LoggerFactory.getLogger(Main.class);
        config.warnings().forEach(log::warn);
        try {
            daemon.start();
        } catch (RuntimeException e) {
            log.debug("start-up failed", e);
            err.println("failed to start daemon: " + reason(e));
            daemon.close();
            return FAILED;
        }
        return untilSignalled(daemon);
    }

    /** Why a process with these capabilities cannot be the daemon. */
    static Optional<String> unfit(Set<String> capabilities) {
        return capabilities.contains("CAP_SYS_ADMIN")
                ? Optional.empty()
                : Optional.of("djongd needs to be started with root privileges");
    }

    /** In one line; the debug log has the rest. */
    private static String reason(RuntimeException failure) {
        String words = failure instanceof EngineException e ? e.message() : failure.toString();
        return words.lines().collect(Collectors.joining(" "));
    }

    /** SIGTERM and SIGINT run the hook, which ends the process with 0 once the daemon is closed. */
    private static int untilSignalled(Daemon daemon) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    new Impatience().begin();
                    daemon.close();
                    Runtime.getRuntime().halt(0);
                }));
        daemon.awaitClose();
        return 0;
    }
}
