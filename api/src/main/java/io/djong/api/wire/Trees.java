package io.djong.api.wire;

import io.djong.model.json.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The small pieces of which documents are made. */
final class Trees {
    /** How Go writes the time that never was. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private Trees() {}

    static JsonNode of(@Nullable Object value) {
        return Json.mapper().valueToTree(value);
    }

    static ArrayNode array() {
        return Json.mapper().createArrayNode();
    }

    static ArrayNode strings(Collection<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    static ObjectNode object(Map<String, String> values) {
        ObjectNode object = Json.object();
        values.forEach(object::put);
        return object;
    }

    static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(NEVER);
    }
}
