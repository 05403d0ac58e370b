package io.djong.client.json;

import java.nio.charset.StandardCharsets;

/** A JSON value. Immutable. */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /** The text without white space, in UTF-8. */
    default byte[] bytes() {
        return JsonWriter.compact(this).getBytes(StandardCharsets.UTF_8);
    }
}
