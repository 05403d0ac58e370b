package io.djong.client.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object, its members in the order of the text. The typed accessors have the habits of Go's decoder: what is
 * absent, null or of another type reads as the type's empty value.
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public static Builder builder() {
        return new Builder();
    }

    public Optional<JsonValue> find(String name) {
        return Optional.ofNullable(members.get(name));
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public String string(String name) {
        return members.get(name) instanceof JsonString string ? string.value() : "";
    }

    public long number(String name) {
        return members.get(name) instanceof JsonNumber number ? number.longValue() : 0;
    }

    public boolean truth(String name) {
        return members.get(name) instanceof JsonBoolean(boolean value) && value;
    }

    public JsonObject object(String name) {
        return members.get(name) instanceof JsonObject object ? object : EMPTY;
    }

    public JsonArray array(String name) {
        return members.get(name) instanceof JsonArray array ? array : JsonArray.EMPTY;
    }

    public List<String> strings(String name) {
        return array(name).strings();
    }

    /** Collects members in order; a later one of the same name replaces the earlier. */
    public static final class Builder {
        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, JsonValue value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new JsonBoolean(value));
        }

        public Builder put(String name, List<String> values) {
            return put(name, JsonArray.ofStrings(values));
        }

        public Builder put(String name, Map<String, String> values) {
            Builder object = builder();
            values.forEach(object::put);
            return put(name, object.build());
        }

        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}
