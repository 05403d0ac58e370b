package io.djong.runtime;

import io.djong.model.ContainerId;
import io.djong.model.container.Environment;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import io.djong.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One OCI runtime's command line, where its verbs are not replaced by something cheaper. */
final class OciRuntime {
    /** The environment of every program that is started: nothing of the daemon's own reaches them. */
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", Environment.PATH, "LC_ALL", "C");

    /** runc's, which ends before collecting garbage would pay. Other runtimes leave processes of their own behind. */
    private static final Map<String, String> OF_RUNC = Map.of("PATH", Environment.PATH, "LC_ALL", "C", "GOGC", "off");

    private final RuntimeCommand command;
    private final OciRuntimes known;
    private final RuntimePaths paths;

    OciRuntime(RuntimeCommand command, OciRuntimes known, RuntimePaths paths) {
        this.command = command;
        this.known = known;
        this.paths = paths;
    }

    RuntimeCommand command() {
        return command;
    }

    /** The path to run it by. */
    Path path() {
        return command.isStock() ? known.program().path() : command.program();
    }

    /** Makes sure that it is here, and conmon. @throws Unavailable that says what is missing */
    void require() throws InterruptedException {
        if (command.isStock()) {
            Versions _ = known.versions();
            return;
        }
        OciRuntimes.requirePackage(paths.conmon());
        if (!Files.isExecutable(command.program())) {
            throw new Unavailable(
                    "the program of the OCI runtime " + command.name() + ", " + command.program() + ", was not found");
        }
    }

    /**
     * Whether start and delete may be done by hand: the layout of the runtime's state is known. Another that the daemon
     * was told of may be runc by its word and yet stand before it, with work of its own at each verb.
     */
    boolean shortCuts() throws InterruptedException {
        if (!command.isStock()) {
            return false;
        }
        try {
            return hasKnownLayout(known.versions().runtime());
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

    /** Has a verb done. @throws Internal if it fails */
    String verb(String verb, String... operands) throws InterruptedException {
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.addAll(List.of("--root", paths.runtimeRoot().toString(), verb));
        arguments.addAll(List.of(operands));
        HelperPrograms.Outcome outcome = known.helpers().run(command.program(), arguments);
        if (outcome.exitCode() != 0) {
            throw new Internal("OCI runtime " + verb + " failed: " + StartMessages.reason(outcome.output()));
        }
        return outcome.output();
    }

    /** Whether it has made a container that it has not started. */
    boolean hasUnstarted(ContainerId id) throws InterruptedException {
        try {
            byte[] state = verb("state", id.value()).getBytes(StandardCharsets.UTF_8);
            return Json.tree(state).path("status").asString("").equals("created");
        } catch (Internal | InvalidArgument e) {
            return false; // it knows none
        }
    }
}
