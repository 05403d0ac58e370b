package io.djong.client.json;

/** One of the two JSON truth values. */
public record JsonBoolean(boolean value) implements JsonValue {}
