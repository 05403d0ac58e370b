package io.djong.client.json;

/** A JSON string, without its escapes. */
public record JsonString(String value) implements JsonValue {}
