package io.djong.client;

import io.djong.client.json.JsonBoolean;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The parameters of a request's target, in order. What is empty or false is left out, as the API's defaults are. */
final class Query {
    private final StringBuilder text = new StringBuilder();

    Query add(String name, String value) {
        if (!value.isEmpty()) {
            text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value));
        }
        return this;
    }

    Query add(String name, boolean value) {
        return value ? add(name, "1") : this;
    }

    Query filters(Map<String, List<String>> filters) {
        if (filters.isEmpty()) {
            return this;
        }
        JsonObject.Builder json = JsonObject.builder();
        filters.forEach((name, values) -> {
            JsonObject.Builder set = JsonObject.builder();
            values.forEach(value -> set.put(value, new JsonBoolean(true)));
            json.put(name, set.build());
        });
        return add("filters", JsonWriter.compact(json.build()));
    }

    /** One segment of a path, or a query's value. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
