package io.djong.api.routing;

import io.djong.model.json.Json;
import java.util.Arrays;

/** A JSON document with a line's end after it, as Go's encoder writes them. */
public final class JsonLine {
    private JsonLine() {}

    public static byte[] of(Object document) {
        byte[] json = Json.bytes(document);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
