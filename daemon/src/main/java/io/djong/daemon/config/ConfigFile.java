package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code daemon.json}. Every top-level key that Docker knows is taken, unknown ones are refused by name, nested
 * unknown ones pass.
 */
final class ConfigFile {
    private static final int MAX_BYTES = 1 << 20;

    private ConfigFile() {}

    /** All settings of our own file. @throws InvalidArgument that names the file and what is wrong with it */
    static Settings read(Path file) {
        JsonNode tree = parse(file);
        Settings settings = new Settings();
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            Options.byKey(entry.getKey())
                    .ifPresentOrElse(
                            option -> add(settings, option, entry.getValue(), file), () -> unknown.add(entry.getKey()));
        }
        if (!unknown.isEmpty()) {
            throw wrong(
                    file,
                    "the following directives don't match any configuration option: " + String.join(", ", unknown));
        }
        return settings;
    }

    /**
     * The policy settings of Docker's file; its paths, hosts and bridge are its own. As it is not ours, what flags say
     * otherwise is passed over without complaint.
     */
    static Settings readPolicy(Path file, Settings flags) {
        JsonNode tree = parse(file);
        Settings settings = new Settings();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            Options.byKey(entry.getKey())
                    .filter(option -> option.inherited() && !flags.has(option))
                    .ifPresent(option -> add(settings, option, entry.getValue(), file));
        }
        return settings;
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(file, "it is larger than 1 MiB");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
                return Json.object();
            }
            JsonNode tree = Json.tree(bytes);
            if (!tree.isObject()) {
                throw wrong(file, "it is not a JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw wrong(file, String.valueOf(e.getMessage()));
        } catch (InvalidArgument e) {
            throw wrong(file, e.message());
        }
    }

    private static void add(Settings settings, Option option, JsonNode value, Path file) {
        String source = option.key() + " in " + file;
        if (value.isNull()) {
            return;
        }
        if (option.kind() == Option.Kind.OBJECT) {
            settings.add(option, value.toString(), source);
        } else if (value.isArray()) {
            value.forEach(item -> settings.add(option, text(item, source), source));
        } else if (value.isObject()) {
            value.properties().forEach(e -> addNamed(settings, option, e, source));
        } else {
            settings.add(option, text(value, source), source);
        }
    }

    /** Each value that has the name. */
    private static void addNamed(Settings settings, Option option, Map.Entry<String, JsonNode> named, String source) {
        if (named.getValue().isArray()) {
            named.getValue().forEach(item -> settings.add(option, named.getKey() + "=" + text(item, source), source));
        } else {
            settings.add(option, named.getKey() + "=" + nested(named.getValue()), source);
        }
    }

    /** A plain value; an object in a list is what the flag would say: {@code base=10.0.0.0/8,size=24}. */
    private static String text(JsonNode value, String source) {
        if (value.isArray()) {
            throw new InvalidArgument("invalid value for " + source + ": " + value);
        }
        return value.isObject()
                ? value.properties().stream()
                        .map(e -> e.getKey() + "=" + e.getValue().asString(""))
                        .collect(Collectors.joining(","))
                : value.asString();
    }

    /** A runtime is an object, read where it is used; every other map has plain values. */
    private static String nested(JsonNode value) {
        return value.isObject() ? value.toString() : value.asString();
    }

    private static InvalidArgument wrong(Path file, String why) {
        return new InvalidArgument("unable to configure the daemon with file " + file + ": " + why);
    }
}
