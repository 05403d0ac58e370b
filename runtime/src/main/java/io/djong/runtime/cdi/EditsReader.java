package io.djong.runtime.cdi;

import io.djong.model.error.InvalidArgument;
import io.djong.runtime.cdi.ContainerEdits.DeviceNode;
import io.djong.runtime.cdi.ContainerEdits.Hook;
import io.djong.runtime.cdi.ContainerEdits.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads and checks {@code containerEdits}. Unknown members pass, as those of later versions. */
final class EditsReader {
    private static final Set<String> HOOKS =
            Set.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");
    private static final Set<String> TYPES = Set.of("", "b", "c", "u", "p");
    private static final Pattern PERMISSIONS = Pattern.compile("[rwm]{0,3}");
    private static final int MAX_CLASS = 4096;

    private EditsReader() {}

    /** @throws InvalidArgument that says what is wrong */
    static ContainerEdits read(JsonNode json) {
        List<String> env = texts(json.path("env"));
        for (String variable : env) {
            require(variable.indexOf('=') > 0, "invalid environment variable \"" + variable + "\"");
        }
        return new ContainerEdits(
                env,
                list(json.path("deviceNodes"), EditsReader::deviceNode),
                list(json.path("mounts"), EditsReader::mount),
                list(json.path("hooks"), EditsReader::hook),
                list(json.path("additionalGids"), gid -> number(gid).orElse(0)).stream()
                        .filter(gid -> gid != 0)
                        .toList(),
                cache(json.path("intelRdt")));
    }

    private static DeviceNode deviceNode(JsonNode json) {
        String path = text(json, "path");
        require(!path.isEmpty(), "invalid (empty) device path");
        String hostPath = text(json, "hostPath");
        String type = text(json, "type");
        require(TYPES.contains(type), "device \"" + path + "\": invalid type \"" + type + "\"");
        String permissions = text(json, "permissions");
        require(
                PERMISSIONS.matcher(permissions).matches(),
                "device \"" + path + "\": invalid permissions \"" + permissions + "\"");
        OptionalLong mode = number(json.path("fileMode"));
        return new DeviceNode(
                path,
                hostPath.isEmpty() ? path : hostPath,
                type,
                number(json.path("major")),
                number(json.path("minor")),
                mode.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) mode.getAsLong() & 07777),
                permissions,
                number(json.path("uid")),
                number(json.path("gid")));
    }

    private static Mount mount(JsonNode json) {
        Mount mount = new Mount(
                text(json, "hostPath"), text(json, "containerPath"), text(json, "type"), texts(json.path("options")));
        require(!mount.hostPath().isEmpty(), "invalid mount, empty host path");
        require(!mount.containerPath().isEmpty(), "invalid mount, empty container path");
        return mount;
    }

    private static Hook hook(JsonNode json) {
        String when = text(json, "hookName");
        require(HOOKS.contains(when), "invalid hook name \"" + when + "\"");
        String path = text(json, "path");
        require(!path.isEmpty(), "invalid hook \"" + when + "\" with empty path");
        OptionalLong timeout = number(json.path("timeout"));
        return new Hook(
                when,
                path,
                texts(json.path("args")),
                texts(json.path("env")),
                timeout.isEmpty() ? Optional.empty() : Optional.of((int) timeout.getAsLong()));
    }

    private static Map<String, Object> cache(JsonNode json) {
        Map<String, Object> cache = new LinkedHashMap<>();
        String group = text(json, "closID");
        boolean fits = group.length() < MAX_CLASS && !Set.of(".", "..").contains(group);
        require(fits && group.indexOf('/') < 0 && group.indexOf('\n') < 0, "invalid closID \"" + group + "\"");
        for (String member : List.of("closID", "l3CacheSchema", "memBwSchema")) {
            if (!text(json, member).isEmpty()) {
                cache.put(member, text(json, member));
            }
        }
        for (String member : List.of("enableCMT", "enableMBM")) {
            if (json.path(member).asBoolean(false)) {
                cache.put(member, true);
            }
        }
        return cache;
    }

    /** A number; one that YAML writes as {@code 0666} or {@code 0o666} comes as a text and is octal. */
    private static OptionalLong number(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return OptionalLong.empty();
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return OptionalLong.of(json.asLong());
        }
        String digits = json.asString("").replaceFirst("^0o?", "");
        try {
            return OptionalLong.of(digits.isEmpty() ? 0 : Long.parseLong(digits, 8));
        } catch (NumberFormatException e) {
            throw new InvalidArgument("not a number: " + json, e);
        }
    }

    static String text(JsonNode json, String member) {
        return json.path(member).asString("");
    }

    static List<String> texts(JsonNode array) {
        return list(array, EditsReader::text);
    }

    private static String text(JsonNode json) {
        require(json.isValueNode(), "not a text: " + json);
        return json.asString();
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        require(array.isArray() || array.isMissingNode() || array.isNull(), "not a list: " + array);
        List<T> list = new ArrayList<>();
        array.forEach(element -> list.add(read.apply(element)));
        return list;
    }

    static void require(boolean right, String otherwise) {
        if (!right) {
            throw new InvalidArgument(otherwise);
        }
    }
}
