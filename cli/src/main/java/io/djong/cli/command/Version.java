package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.client.EngineClient;
import io.djong.client.json.JsonNull;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.model.Release;
import io.djong.model.error.EngineException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code version}: this program's, and the engine's where it answers. */
public final class Version implements Command {
    private static final int NAME_WIDTH = 19;

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("version", "[OPTIONS]", "Show the version of the client and of the engine")
                .options(Listing.objectFormat().lettered('f'));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        Optional<EngineException> failure = Optional.empty();
        JsonValue server = JsonNull.NULL;
        String version = EngineClient.newestVersion();
        try {
            version = session.client().version();
            server = session.client().system().version();
        } catch (EngineException e) {
            failure = Optional.of(e);
        }
        JsonObject client = client(version);
        String format = arguments.text("format");
        if (format.isEmpty()) {
            print(session, client);
            if (server instanceof JsonObject object) {
                printServer(session, object);
            }
        } else {
            JsonObject all = JsonObject.builder()
                    .put("Client", client)
                    .put("Server", server)
                    .build();
            String template = format.equals("json") ? "{{json .}}" : format;
            session.line(Listing.apply(Listing.parse(template), all));
        }
        failure.ifPresent(e -> session.complain(e.message()));
        return failure.isPresent() ? 1 : 0;
    }

    private static JsonObject client(String version) {
        return JsonObject.builder()
                .put("Version", Release.VERSION)
                .put("ApiVersion", version)
                .put("DefaultAPIVersion", EngineClient.newestVersion())
                .put("JavaVersion", Runtime.version().toString())
                .put("Os", "linux")
                .put("Arch", architecture())
                .build();
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    private static void print(Session session, JsonObject client) {
        String version = client.string("ApiVersion");
        String newest = client.string("DefaultAPIVersion");
        session.line("Client:");
        row(session, 1, "Version", client.string("Version"));
        row(
                session,
                1,
                "API version",
                version.equals(newest) ? version : version + " (downgraded from " + newest + ")");
        row(session, 1, "Java version", client.string("JavaVersion"));
        row(session, 1, "OS/Arch", client.string("Os") + "/" + client.string("Arch"));
    }

    private static void printServer(Session session, JsonObject server) {
        String platform = server.object("Platform").string("Name");
        session.line(platform.isEmpty() ? "\nServer:" : "\nServer: " + platform);
        for (JsonObject component : server.array("Components").objects()) {
            JsonObject details = component.object("Details");
            session.line(" " + component.string("Name") + ":");
            row(session, 2, "Version", component.string("Version"));
            if (component.string("Name").equals("Engine")) {
                engine(session, details);
            } else {
                for (Map.Entry<String, JsonValue> detail : new TreeMap<>(details.members()).entrySet()) {
                    row(session, 2, detail.getKey(), details.string(detail.getKey()));
                }
            }
        }
    }

    private static void engine(Session session, JsonObject details) {
        row(
                session,
                2,
                "API version",
                details.string("ApiVersion") + " (minimum version " + details.string("MinAPIVersion") + ")");
        for (String name : new String[] {"GoVersion", "JavaVersion"}) {
            if (details.has(name)) {
                row(session, 2, name.replace("Version", " version"), details.string(name));
            }
        }
        row(session, 2, "Git commit", details.string("GitCommit"));
        row(session, 2, "Built", details.string("BuildTime"));
        row(session, 2, "OS/Arch", details.string("Os") + "/" + details.string("Arch"));
        row(session, 2, "Experimental", details.string("Experimental"));
    }

    private static void row(Session session, int indent, String name, String value) {
        String label = " ".repeat(indent) + name + ":";
        session.line(label + " ".repeat(Math.max(1, NAME_WIDTH - label.length())) + value);
    }
}
