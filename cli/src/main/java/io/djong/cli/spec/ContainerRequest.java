package io.djong.cli.spec;

import io.djong.cli.option.Arguments;
import io.djong.client.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The request that makes a container, from the options of {@link ContainerOptions} and the operands that follow: the
 * image, and the command with its arguments. What is not given is left out, so that the engine's and the image's own
 * settings hold.
 */
public final class ContainerRequest {
    private final Arguments arguments;
    private final Map<String, String> environment;
    private final JsonObject.Builder config = JsonObject.builder();

    private ContainerRequest(Arguments arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
    }

    /** Which streams of the container the command itself takes part in. */
    public record Streams(boolean stdin, boolean stdout, boolean stderr) {
        public boolean any() {
            return stdin || stdout || stderr;
        }
    }

    /**
     * Builds the request.
     *
     * @param environment of this process, for variables that are named without a value
     * @param streams that will be attached to
     */
    public static JsonObject of(Arguments arguments, Map<String, String> environment, Streams streams) {
        return new ContainerRequest(arguments, environment).build(streams);
    }

    private JsonObject build(Streams streams) {
        streams(streams);
        process();
        health();
        volumes();
        Ports ports = new Ports();
        arguments.list("publish").forEach(ports::publish);
        arguments.list("expose").forEach(ports::expose);
        if (!ports.exposed().members().isEmpty()) {
            config.put("ExposedPorts", ports.exposed());
        }
        config.put("HostConfig", HostRequest.of(arguments, ports));
        NetworkRequest.of(arguments).ifPresent(networking -> config.put("NetworkingConfig", networking));
        return config.build();
    }

    private void streams(Streams streams) {
        boolean interactive = arguments.flag("interactive");
        config.put("AttachStdin", streams.stdin())
                .put("AttachStdout", streams.stdout())
                .put("AttachStderr", streams.stderr())
                .put("Tty", arguments.flag("tty"))
                .put("OpenStdin", interactive)
                .put("StdinOnce", interactive && streams.stdin());
    }

    private void process() {
        List<String> operands = arguments.operands();
        config.put("Image", operands.getFirst());
        if (operands.size() > 1) {
            config.put("Cmd", operands.subList(1, operands.size()));
        }
        if (arguments.isGiven("entrypoint")) {
            config.put("Entrypoint", List.of(arguments.text("entrypoint")));
        }
        List<String> variables = KeyValues.environment(arguments.list("env-file"), arguments.list("env"), environment);
        if (!variables.isEmpty()) {
            config.put("Env", variables);
        }
        Map<String, String> labels =
                KeyValues.map(KeyValues.withFiles(arguments.list("label-file"), arguments.list("label")));
        if (!labels.isEmpty()) {
            config.put("Labels", labels);
        }
        text("hostname", "Hostname");
        text("domainname", "Domainname");
        text("user", "User");
        text("workdir", "WorkingDir");
        text("mac-address", "MacAddress");
        text("stop-signal", "StopSignal");
        arguments.integer("stop-timeout").ifPresent(seconds -> config.put("StopTimeout", seconds));
    }

    private void text(String option, String member) {
        String value = arguments.text(option);
        if (!value.isEmpty()) {
            config.put(member, value);
        }
    }

    private void health() {
        if (arguments.flag("no-healthcheck")) {
            config.put(
                    "Healthcheck",
                    JsonObject.builder().put("Test", List.of("NONE")).build());
            return;
        }
        JsonObject.Builder health = JsonObject.builder();
        if (arguments.isGiven("health-cmd")) {
            health.put("Test", List.of("CMD-SHELL", arguments.text("health-cmd")));
        }
        Map<String, String> durations = new LinkedHashMap<>();
        durations.put("health-interval", "Interval");
        durations.put("health-timeout", "Timeout");
        durations.put("health-start-period", "StartPeriod");
        durations.put("health-start-interval", "StartInterval");
        durations.forEach((option, member) -> {
            if (arguments.isGiven(option)) {
                health.put(member, arguments.nanoseconds(option));
            }
        });
        arguments.integer("health-retries").ifPresent(retries -> health.put("Retries", retries));
        JsonObject built = health.build();
        if (!built.members().isEmpty()) {
            config.put("Healthcheck", built);
        }
    }

    private void volumes() {
        List<String> anonymous = new ArrayList<>();
        for (String volume : arguments.list("volume")) {
            if (Volumes.isAnonymous(volume)) {
                anonymous.add(volume);
            }
        }
        if (!anonymous.isEmpty()) {
            JsonObject.Builder set = JsonObject.builder();
            anonymous.forEach(volume -> set.put(volume, JsonObject.EMPTY));
            config.put("Volumes", set.build());
        }
    }

    /** What is to change of a container that is there: those of its resources that are given. */
    public static JsonObject changes(Arguments arguments) {
        return HostRequest.changes(arguments);
    }

    /** The streams that {@code --attach} names; nothing given means output alone, and input where it is wanted. */
    public static Streams attached(Arguments arguments) {
        List<String> named = arguments.list("attach").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        if (named.isEmpty()) {
            return new Streams(arguments.flag("interactive"), true, true);
        }
        return new Streams(named.contains("stdin"), named.contains("stdout"), named.contains("stderr"));
    }
}
