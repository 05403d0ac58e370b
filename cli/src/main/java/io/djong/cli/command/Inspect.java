package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.cli.template.Template;
import io.djong.cli.template.TemplateException;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.client.json.JsonWriter;
import io.djong.model.error.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code inspect}: what the engine knows of an object, of whichever kind it is. */
public final class Inspect implements Command {
    private static final List<String> KINDS = List.of("container", "image", "network", "volume");

    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "inspect", "[OPTIONS] NAME|ID [NAME|ID...]", "Return low-level information on Docker objects")
                .operands(1, CommandSpec.ANY)
                .options(
                        Listing.objectFormat().lettered('f'),
                        Option.flag('s', "size", "Display total file sizes of a container"),
                        Option.text("type", "Only inspect objects of this type"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String type = arguments.text("type");
        if (!type.isEmpty() && !KINDS.contains(type)) {
            throw new CommandFailure(
                    "unknown type: \"" + type + "\": must be one of \"" + String.join("\", \"", KINDS) + "\"");
        }
        List<JsonValue> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : arguments.operands()) {
            find(session, type, name, arguments.flag("size")).ifPresentOrElse(found::add, () -> missing.add(name));
        }
        print(session, arguments.text("format"), found);
        for (String name : missing) {
            session.complain("Error: No such " + (type.isEmpty() ? "object" : type) + ": " + name);
        }
        return missing.isEmpty() ? 0 : 1;
    }

    private static Optional<JsonObject> find(Session session, String type, String name, boolean size) {
        for (String kind : type.isEmpty() ? KINDS : List.of(type)) {
            try {
                return Optional.of(inspect(session, kind, name, size));
            } catch (NotFound notOfThisKind) {
                // The next kind may have it.
            }
        }
        return Optional.empty();
    }

    private static JsonObject inspect(Session session, String kind, String name, boolean size) {
        return switch (kind) {
            case "container" ->
                size
                        ? session.client().containers().inspectWithSizes(name)
                        : session.client().containers().inspect(name);
            case "image" -> session.client().images().inspect(name);
            case "network" -> session.client().system().inspectNetwork(name);
            default -> session.client().system().inspectVolume(name);
        };
    }

    private static void print(Session session, String format, List<JsonValue> found) {
        if (format.isEmpty()) {
            session.line(JsonWriter.indented(new JsonArray(found), "    "));
            return;
        }
        if (format.equals("json")) {
            session.line(JsonWriter.compact(new JsonArray(found)));
            return;
        }
        Template template;
        try {
            template = Template.parse(format);
        } catch (TemplateException e) {
            throw new CommandFailure("template parsing error: " + e.getMessage());
        }
        for (JsonValue value : found) {
            try {
                session.line(template.apply(value));
            } catch (TemplateException e) {
                session.line("");
                throw new CommandFailure("template parsing error: " + e.getMessage());
            }
        }
    }
}
