package io.djong.client.json;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A JSON array. */
public record JsonArray(List<JsonValue> values) implements JsonValue, Iterable<JsonValue> {
    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        values = List.copyOf(values);
    }

    public static JsonArray ofStrings(Iterable<String> strings) {
        List<JsonValue> values = new ArrayList<>();
        for (String string : strings) {
            values.add(new JsonString(string));
        }
        return new JsonArray(values);
    }

    public int size() {
        return values.size();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return values.iterator();
    }

    /** The elements that are objects. */
    public List<JsonObject> objects() {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue value : values) {
            if (value instanceof JsonObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** The elements that are strings. */
    public List<String> strings() {
        List<String> strings = new ArrayList<>();
        for (JsonValue value : values) {
            if (value instanceof JsonString string) {
                strings.add(string.value());
            }
        }
        return strings;
    }
}
