package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.spec.ContainerRequest;
import io.djong.cli.spec.ContainerRequest.Streams;
import io.djong.cli.terminal.Terminal;
import io.djong.client.ContainerOperations.Created;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonNumber;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.model.error.NotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a container, with its image where that is not there: what {@code run} and {@code create} have in common. */
final class Launch {
    private final Session session;
    private final Arguments arguments;

    Launch(Session session, Arguments arguments) {
        this.session = session;
        this.arguments = arguments;
    }

    /** Makes the container, says what the engine warns of, and returns its id. */
    String create(Streams streams) {
        String file = arguments.text("cidfile");
        if (!file.isEmpty() && Files.exists(Path.of(file))) {
            throw new CommandFailure(
                    "container ID file found, make sure the other container isn't running or delete " + file, 125);
        }
        JsonObject request = ContainerRequest.of(arguments, session.environment(), streams);
        Created created = createWithImage(withConsoleSize(request));
        created.warnings().forEach(warning -> session.complain("WARNING: " + warning));
        if (!file.isEmpty()) {
            write(Path.of(file), created.id());
        }
        return created.id();
    }

    private Created createWithImage(JsonObject request) {
        String policy = arguments.text("pull");
        switch (policy) {
            case "always" -> pull();
            case "missing", "never" -> {
                // Looked for first.
            }
            default ->
                throw new CommandFailure(
                        "invalid pull option: '" + policy + "': must be one of \"always\", \"missing\" or \"never\"",
                        125);
        }
        try {
            return create(request);
        } catch (NotFound e) {
            if (!policy.equals("missing") || !e.message().contains("No such image")) {
                throw e;
            }
            session.complain("Unable to find image '" + ImageName.parse(image()).familiar() + "' locally");
            pull();
            return create(request);
        }
    }

    private Created create(JsonObject request) {
        return session.client().containers().create(request, arguments.text("name"), arguments.text("platform"));
    }

    private void pull() {
        ImageName name = ImageName.parse(image());
        Progress progress = arguments.flag("quiet")
                ? Progress.silent()
                : Progress.on(session.err(), session.streams().errIsTerminal());
        progress.show(session.client().images().pull(name.repository(), name.version(), arguments.text("platform")));
    }

    private String image() {
        return arguments.operand(0);
    }

    /** A terminal begins with the size of ours, so that nothing is drawn twice. */
    private JsonObject withConsoleSize(JsonObject request) {
        if (!arguments.flag("tty") || !session.streams().outIsTerminal()) {
            return request;
        }
        return Terminal.size()
                .map(size -> {
                    JsonValue both = new JsonArray(List.of(JsonNumber.of(size.rows()), JsonNumber.of(size.columns())));
                    Map<String, JsonValue> host =
                            new HashMap<>(request.object("HostConfig").members());
                    host.put("ConsoleSize", both);
                    Map<String, JsonValue> all = new HashMap<>(request.members());
                    all.put("HostConfig", new JsonObject(host));
                    return new JsonObject(all);
                })
                .orElse(request);
    }

    private static void write(Path file, String id) {
        try {
            Files.writeString(file, id);
        } catch (IOException e) {
            throw new CommandFailure("failed to write the container ID to " + file + ": " + e.getMessage(), 125);
        }
    }
}
