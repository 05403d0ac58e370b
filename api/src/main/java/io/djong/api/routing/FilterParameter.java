package io.djong.api.routing;

import io.djong.model.Filters;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The query parameter {@code filters}: {@code {"key":["value"]}}, or the older {@code {"key":{"value":true}}}. */
final class FilterParameter {
    private FilterParameter() {}

    static Filters parse(String text) {
        if (text.isEmpty()) {
            return Filters.NONE;
        }
        JsonNode root = tree(text);
        if (root.isNull()) {
            return Filters.NONE;
        }
        if (!root.isObject()) {
            throw new InvalidArgument("invalid filter");
        }
        Map<String, Set<String>> values = new LinkedHashMap<>();
        root.properties().forEach(entry -> values.put(entry.getKey(), set(entry.getValue())));
        return new Filters(values);
    }

    private static JsonNode tree(String text) {
        try {
            return Json.tree(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidArgument e) {
            throw new InvalidArgument("invalid filter: " + e.message(), e);
        }
    }

    private static Set<String> set(JsonNode node) {
        Set<String> values = new LinkedHashSet<>();
        if (node.isArray()) {
            node.forEach(item -> values.add(string(item)));
        } else if (node.isObject()) {
            node.properties().forEach(entry -> {
                if (entry.getValue().asBoolean(false)) {
                    values.add(entry.getKey());
                }
            });
        } else if (!node.isNull()) {
            throw new InvalidArgument("invalid filter");
        }
        return values;
    }

    private static String string(JsonNode node) {
        if (!node.isString()) {
            throw new InvalidArgument("invalid filter");
        }
        return node.stringValue();
    }
}
