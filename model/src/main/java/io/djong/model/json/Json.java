package io.djong.model.json;

import io.djong.model.error.InvalidArgument;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one JSON codec, with the habits of Go's {@code encoding/json} that clients rely on: unknown fields pass, names
 * match in any case, {@code null} for a primitive means its zero.
 *
 * <p>Immutable and safe to share. Input is bounded in depth and in the length of names and strings.
 */
public final class Json {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_STRING = 32 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .annotationIntrospector(new PlainAnnotations())
            .addModule(new SimpleModule().setValueInstantiators(new RecordInstantiators()))
            .build();

    private Json() {}

    /** The configured mapper, for what the methods here do not cover. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Prepares for reading a type, which takes a cold virtual machine tens of milliseconds the first time. */
    public static void learn(Class<?> type) {
        Object _ = MAPPER.readValue("null", type);
    }

    /** Reads a value. @throws InvalidArgument if the text is not JSON or does not fit the type */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** Reads a value. @throws InvalidArgument if the text is not JSON or does not fit the type */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** Reads a value. @throws InvalidArgument if the text is not JSON or does not fit the type */
    public static <T> T read(InputStream json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    public static JsonNode tree(byte[] json) {
        return read(json, JsonNode.class);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Writes a value; the stream stays open. */
    public static void write(OutputStream out, Object value) {
        MAPPER.writer()
                .without(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
                .writeValue(out, value);
    }

    private static InvalidArgument malformed(JacksonException e) {
        String message = e.getOriginalMessage();
        int aside = message.indexOf(" (start marker"); // where in a source that nobody sees
        return new InvalidArgument("invalid JSON: " + (aside < 0 ? message : message.substring(0, aside)), e);
    }
}
