package io.djong.runtime.cdi;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a YAML document as the JSON that it stands for. Loaded only where there is one. */
final class Yaml {
    /** Deeper than anything that is meant; a list may hold itself. */
    private static final int MAX_DEPTH = 32;

    private Yaml() {}

    /** @throws InvalidArgument if the text is not YAML */
    static JsonNode tree(byte[] yaml) {
        try {
            Load load = new Load(LoadSettings.builder().build());
            return tree(load.loadFromString(new String(yaml, StandardCharsets.UTF_8)), 0);
        } catch (YamlEngineException e) {
            throw new InvalidArgument("invalid YAML: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    private static JsonNode tree(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidArgument("invalid YAML: nested too deeply");
        }
        return switch (value) {
            case Map<?, ?> map -> {
                ObjectNode object = Json.object();
                map.forEach((key, member) -> object.set(String.valueOf(key), tree(member, depth + 1)));
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = Json.mapper().createArrayNode();
                list.forEach(element -> array.add(tree(element, depth + 1)));
                yield array;
            }
            case null, default -> Json.mapper().valueToTree(value);
        };
    }
}
