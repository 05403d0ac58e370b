package io.djong.testkit.daemon;

import io.djong.testkit.process.Command;
import io.djong.testkit.process.Result;
import io.djong.testkit.process.Running;
import java.nio.file.Path;
import java.time.Duration;

/** The real docker CLI on one daemon's socket, with a configuration directory of its own. */
public final class DockerCli {
    private final Path socket;
    private final Path config;

    DockerCli(Path socket, Path config) {
        this.socket = socket;
        this.config = config;
    }

    /** A docker command, not started. */
    public Command command(String... arguments) {
        return Command.of("docker", "-H", "unix://" + socket)
                .and(arguments)
                .withVariable("DOCKER_CONFIG", config.toString())
                .withVariable("DOCKER_CLI_HINTS", "false");
    }

    /** Runs a docker command to its end, whatever its exit code. */
    public Result run(String... arguments) {
        return command(arguments).run();
    }

    /** Runs a docker command that must succeed. */
    public Result ok(String... arguments) {
        return run(arguments).ok();
    }

    /** Starts a docker command with an open standard input. */
    public Running start(String... arguments) {
        return command(arguments).start();
    }

    /** The value of a Go template on one object. */
    public String inspect(String object, String template) {
        return ok("inspect", "--format", template, object).line();
    }

    /** Waits for the end of a container and gives its exit code. */
    public int waitFor(String container, Duration limit) {
        return Integer.parseInt(
                command("wait", container).withLimit(limit).run().ok().line());
    }
}
