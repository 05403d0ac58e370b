package io.djong.engine.image;

import io.djong.model.container.ContainerConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.model.text.GoDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Dockerfile instructions of {@code --change}, applied to a container config one after the other. */
final class ImageChanges {
    private static final Set<String> FOREIGN = Set.of("ADD", "ARG", "COPY", "FROM", "MAINTAINER", "RUN", "SHELL");

    private final ObjectNode config = Json.object();
    private final ArrayNode env = config.arrayNode();

    private ImageChanges() {}

    /**
     * The config that the instructions make of an empty one.
     *
     * @throws InvalidArgument if one is malformed or says nothing of a config
     */
    static ContainerConfig apply(List<String> changes) {
        ImageChanges all = new ImageChanges();
        for (String change : changes) {
            for (String line : change.split("\n", -1)) {
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    all.instruction(line.strip());
                }
            }
        }
        all.config.set("Env", all.env);
        return Json.read(Json.bytes(all.config), ContainerConfig.class);
    }

    private void instruction(String line) {
        String[] parts = line.split("\\s+", 2);
        String name = parts[0].toUpperCase(Locale.ROOT);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        if (FOREIGN.contains(name)) {
            throw new InvalidArgument(name + " is not a valid change command");
        }
        if (rest.isEmpty()) {
            throw new InvalidArgument(name + " requires at least one argument");
        }
        switch (name) {
            case "CMD" -> config.set("Cmd", command(rest));
            case "ENTRYPOINT" -> config.set("Entrypoint", command(rest));
            case "ENV" -> pairs(name, rest).forEach(this::setEnv);
            case "LABEL" ->
                pairs(name, rest).forEach(pair -> config.withObject("Labels").put(key(pair), value(pair)));
            case "EXPOSE" ->
                words(rest).forEach(port -> config.withObject("ExposedPorts").putObject(port(port)));
            case "VOLUME" ->
                list(rest).forEach(path -> config.withObject("Volumes").putObject(path));
            case "ONBUILD" -> config.withArray("OnBuild").add(onBuild(rest));
            case "USER" -> config.put("User", rest);
            case "WORKDIR" -> config.put("WorkingDir", workDir(rest));
            case "STOPSIGNAL" -> config.put("StopSignal", rest);
            case "HEALTHCHECK" -> healthCheck(rest);
            default -> throw new InvalidArgument("dockerfile parse error on line 1: unknown instruction: " + parts[0]);
        }
    }

    private void setEnv(String pair) {
        for (int i = 0; i < env.size(); i++) {
            if (env.get(i).asString("").startsWith(key(pair) + "=")) {
                env.set(i, pair);
                return;
            }
        }
        env.add(pair);
    }

    private String workDir(String path) {
        if (path.startsWith("/")) {
            return path;
        }
        String before = config.path("WorkingDir").asString("/");
        return (before.endsWith("/") ? before : before + "/") + path;
    }

    private static String onBuild(String rest) {
        String trigger = rest.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (trigger.equals("ONBUILD")) {
            throw new InvalidArgument("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        }
        if (trigger.equals("FROM") || trigger.equals("MAINTAINER")) {
            throw new InvalidArgument(trigger + " isn't allowed as an ONBUILD trigger");
        }
        return rest;
    }

    private static String port(String text) {
        String port = text.indexOf('/') < 0 ? text + "/tcp" : text.toLowerCase(Locale.ROOT);
        if (!port.matches("[0-9]{1,5}(-[0-9]{1,5})?/(tcp|udp|sctp)")) {
            throw new InvalidArgument("Invalid containerPort: " + text);
        }
        return port;
    }

    private void healthCheck(String rest) {
        ObjectNode health = Json.object();
        String at = rest;
        while (at.startsWith("--")) {
            String[] parts = at.split("\\s+", 2);
            healthOption(health, parts[0]);
            at = parts.length > 1 ? parts[1].strip() : "";
        }
        String[] parts = at.split("\\s+", 2);
        String type = parts[0].toUpperCase(Locale.ROOT);
        ArrayNode test = health.putArray("Test");
        if (type.equals("NONE") && parts.length == 1) {
            test.add("NONE");
        } else if (type.equals("CMD") && parts.length == 2) {
            JsonNode exec = execForm(parts[1]);
            test.add(exec.isArray() ? "CMD" : "CMD-SHELL");
            if (exec.isArray()) {
                exec.forEach(test::add);
            } else {
                test.add(parts[1]);
            }
        } else {
            throw new InvalidArgument("Unknown type \"" + parts[0] + "\" in HEALTHCHECK (try CMD)");
        }
        config.set("Healthcheck", health);
    }

    private static void healthOption(ObjectNode health, String option) {
        int equals = option.indexOf('=');
        String value = equals < 0 ? "" : option.substring(equals + 1);
        switch (equals < 0 ? option : option.substring(0, equals)) {
            case "--interval" -> health.put("Interval", nanos(value));
            case "--timeout" -> health.put("Timeout", nanos(value));
            case "--start-period" -> health.put("StartPeriod", nanos(value));
            case "--start-interval" -> health.put("StartInterval", nanos(value));
            case "--retries" -> health.put("Retries", number(value));
            default -> throw new InvalidArgument("Unknown flag: " + option);
        }
    }

    private static long nanos(String text) {
        return GoDuration.parse(text)
                .orElseThrow(() -> new InvalidArgument("time: invalid duration \"" + text + "\""))
                .toNanos();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid number: " + text, e);
        }
    }

    /** The exec form, a JSON array, or the shell form, which the default shell runs. */
    private ArrayNode command(String text) {
        JsonNode exec = execForm(text);
        ArrayNode words = config.arrayNode();
        if (exec.isArray()) {
            exec.forEach(words::add);
            return words;
        }
        return words.add("/bin/sh").add("-c").add(text);
    }

    private static List<String> list(String text) {
        JsonNode exec = execForm(text);
        if (!exec.isArray()) {
            return words(text);
        }
        List<String> all = new ArrayList<>();
        exec.forEach(word -> all.add(word.asString("")));
        return all;
    }

    /** The JSON array of strings that the text is, or something that is no array. */
    private static JsonNode execForm(String text) {
        JsonNode none = Json.object();
        if (!text.startsWith("[")) {
            return none;
        }
        try {
            JsonNode node = Json.read(text, JsonNode.class);
            for (JsonNode word : node) {
                if (!word.isString()) {
                    return none;
                }
            }
            return node;
        } catch (InvalidArgument e) {
            return none; // Docker too takes what does not parse for a shell's line.
        }
    }

    /** {@code a=b c="d e"}, or for one pair {@code a d e}. */
    private static List<String> pairs(String instruction, String text) {
        List<String> words = words(text);
        if (words.getFirst().indexOf('=') < 0) {
            String[] old = text.split("\\s+", 2);
            if (old.length < 2) {
                throw new InvalidArgument(instruction + " must have two arguments");
            }
            return List.of(old[0] + "=" + old[1]);
        }
        for (String word : words) {
            if (word.indexOf('=') <= 0) {
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

    /** Words as a shell splits them: quotes keep blanks together and go away, a backslash takes the next character. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                open = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                open = true;
            } else if (Character.isWhitespace(c)) {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                    open = false;
                }
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }
}
