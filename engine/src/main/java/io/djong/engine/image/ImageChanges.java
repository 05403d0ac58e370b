package io.djong.engine.image;

import io.djong.kernel.process.Signal;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.Environment;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Dockerfile instructions of {@code --change}, applied to a container config one after the other. */
final class ImageChanges {
    private static final Set<String> KNOWN = Set.of(
            "CMD",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "HEALTHCHECK",
            "LABEL",
            "ONBUILD",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    /** Docker's parser lets these have none. */
    private static final Set<String> WITHOUT_ARGUMENTS = Set.of("CMD", "ENTRYPOINT");

    private final ObjectNode config;
    private final List<String> env;
    private boolean commandSet;

    private ImageChanges(ContainerConfig before) {
        this.config = (ObjectNode) Json.tree(Json.bytes(before));
        this.env = new ArrayList<>(before.env());
    }

    /**
     * The config that the instructions make of another.
     *
     * @throws InvalidArgument if one is malformed or says nothing of a config
     */
    static ContainerConfig apply(ContainerConfig before, List<String> changes) {
        if (changes.isEmpty()) {
            return before;
        }
        List<String> lines = String.join("\n", changes)
                .replaceAll("\\\\[ \t]*\n", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
            throw new InvalidArgument("file with no instructions");
        }
        ImageChanges all = new ImageChanges(before);
        lines.forEach(all::instruction);
        all.config.set("Env", Json.mapper().valueToTree(all.env));
        return Json.read(Json.bytes(all.config), ContainerConfig.class);
    }

    private void instruction(String line) {
        if (line.indexOf('\0') >= 0) {
            throw new InvalidArgument("invalid change: it has a NUL in it");
        }
        String[] parts = line.split("\\s+", 2);
        String name = parts[0].toUpperCase(Locale.ROOT);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        if (!KNOWN.contains(name)) {
            throw new InvalidArgument(name.toLowerCase(Locale.ROOT) + " is not a valid change command");
        }
        if (rest.isEmpty() && !WITHOUT_ARGUMENTS.contains(name)) {
            throw new InvalidArgument(name + " requires at least one argument");
        }
        switch (name) {
            case "CMD" -> {
                config.set("Cmd", command(rest));
                commandSet = !rest.isEmpty();
            }
            case "ENTRYPOINT" -> entrypoint(rest);
            case "ENV" -> pairs(name, rest).forEach(this::setEnv);
            case "LABEL" -> pairs(name, rest).forEach(pair -> object("Labels").put(key(pair), value(pair)));
            case "EXPOSE" ->
                words(rest).stream()
                        .flatMap(word -> List.of(word.split("\\s+", -1)).stream())
                        .forEach(this::expose);
            case "VOLUME" -> volumes(rest);
            case "ONBUILD" -> onBuild(rest);
            case "USER" -> config.put("User", word(rest));
            case "WORKDIR" -> config.put("WorkingDir", workDir(word(rest)));
            case "STOPSIGNAL" -> config.put("StopSignal", signal(word(rest)));
            default -> config.set("Healthcheck", HealthChange.parse(rest)); // the one that is left
        }
    }

    /** A new program takes the arguments of the old one away, unless new ones were named before it. */
    private void entrypoint(String rest) {
        config.set("Entrypoint", command(rest));
        if (!commandSet) {
            config.remove("Cmd");
        }
    }

    private void setEnv(String pair) {
        for (int i = 0; i < env.size(); i++) {
            if (Environment.name(env.get(i)).equals(key(pair))) {
                env.set(i, pair);
                return;
            }
        }
        env.add(pair);
    }

    private void volumes(String rest) {
        JsonNode exec = execForm(rest);
        List<String> places = exec.isArray() ? strings(exec) : words(rest);
        if (places.isEmpty()) {
            throw new InvalidArgument("VOLUME requires at least one argument");
        }
        for (String place : places) {
            if (place.isBlank()) {
                throw new InvalidArgument("VOLUME specified can not be an empty string");
            }
            object("Volumes").putObject(place);
        }
    }

    private String workDir(String path) {
        if (path.startsWith("/")) {
            return path;
        }
        String before = config.path("WorkingDir").asString("");
        return Path.of("/", before, path).normalize().toString();
    }

    private static String signal(String text) {
        if (Signal.parse(text).isEmpty()) {
            throw new InvalidArgument("Invalid signal: " + text);
        }
        return text;
    }

    private void onBuild(String rest) {
        String trigger = rest.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (trigger.equals("ONBUILD")) {
            throw new InvalidArgument("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        }
        if (trigger.equals("FROM") || trigger.equals("MAINTAINER")) {
            throw new InvalidArgument(trigger + " isn't allowed as an ONBUILD trigger");
        }
        ArrayNode triggers = config.get("OnBuild") instanceof ArrayNode there ? there : config.putArray("OnBuild");
        triggers.add(rest);
    }

    /** A port or a range of ports, with a protocol or for TCP. */
    private void expose(String text) {
        int slash = text.indexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
        if (!Set.of("tcp", "udp", "sctp").contains(protocol)) {
            throw new InvalidArgument("Invalid proto: " + protocol);
        }
        String ports = slash < 0 ? text : text.substring(0, slash);
        String[] ends = ports.split("-", 2);
        int first = port(ends[0], ports);
        int last = port(ends[ends.length - 1], ports);
        if (last < first) {
            throw new InvalidArgument("Invalid containerPort: " + ports);
        }
        for (int port = first; port <= last; port++) {
            object("ExposedPorts").putObject(port + "/" + protocol);
        }
    }

    private static int port(String digits, String text) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
            throw new InvalidArgument("Invalid containerPort: " + text);
        }
        return Integer.parseInt(digits);
    }

    /** A member that is an object, made where it is absent or null. */
    private ObjectNode object(String name) {
        return config.get(name) instanceof ObjectNode there ? there : config.putObject(name);
    }

    /** The exec form, a JSON array, or the shell form, which the config's shell runs. */
    private ArrayNode command(String text) {
        JsonNode exec = execForm(text);
        if (exec instanceof ArrayNode words) {
            return words;
        }
        JsonNode shell = config.path("Shell");
        ArrayNode words = config.arrayNode();
        if (shell.isArray() && !shell.isEmpty()) {
            shell.forEach(words::add);
        } else {
            words.add("/bin/sh").add("-c");
        }
        return text.isEmpty() ? words : words.add(text);
    }

    /** The JSON array of strings that the text is, or something that is no array. */
    static JsonNode execForm(String text) {
        JsonNode node = Json.object();
        try {
            node = text.startsWith("[") ? Json.read(text, JsonNode.class) : node;
        } catch (InvalidArgument e) {
            return node; // Docker too takes what does not parse for a shell's line.
        }
        for (JsonNode word : node) {
            if (!word.isString()) {
                throw new InvalidArgument("when using JSON array syntax, arrays must be comprised of strings only");
            }
        }
        return node;
    }

    private List<String> strings(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(text -> all.add(word(text.asString(""))));
        return all;
    }

    /** {@code a=b c="d e"}, or for one pair {@code a d e}. */
    private List<String> pairs(String instruction, String text) {
        List<String> words = words(text);
        if (words.getFirst().indexOf('=') < 0) {
            String[] old = text.split("\\s+", 2);
            if (old.length < 2) {
                throw new InvalidArgument(instruction + " must have two arguments");
            }
            return List.of(word(old[0]) + "=" + word(old[1]));
        }
        for (String word : words) {
            if (word.startsWith("=")) {
                throw new InvalidArgument(instruction + " names can not be blank");
            }
            if (word.indexOf('=') < 0) {
                throw new InvalidArgument(
                        "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
            }
        }
        return words;
    }

    private static String key(String pair) {
        return pair.substring(0, pair.indexOf('='));
    }

    private static String value(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    private List<String> words(String text) {
        return ShellWords.split(text, variables());
    }

    private String word(String text) {
        return ShellWords.one(text, variables());
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        env.stream().filter(Environment::hasValue).forEach(pair -> variables.put(key(pair), value(pair)));
        return variables;
    }
}
