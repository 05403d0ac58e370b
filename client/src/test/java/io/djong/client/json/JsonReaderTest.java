package io.djong.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.Internal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {
    private static JsonValue parse(String text) {
        return JsonReader.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,-2.5,1e3,true,false,null,\"x\"],\"b\":{}}",
                "[]",
                "\"\\u0001\\\"\\\\\\n\"",
                "12345678901234567890",
                "{\"z\":1,\"a\":2}"
            })
    void whatIsReadIsWrittenAsItWas(String text) {
        assertEquals(text, JsonWriter.compact(parse(text)));
    }

    @Test
    void escapesAndMultibyteCharactersAreText() {
        assertEquals(new JsonString("é😀/\t"), parse("\"\\u00e9\\ud83d\\ude00\\/\\t\""));
        assertEquals(new JsonString("é😀"), parse("\"é😀\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "tru",
                "nul1",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "-",
                "+1",
                "1.2.3",
                "[1 2]",
                "}",
                "\"open"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThrows(Internal.class, () -> parse(text));
    }

    @Test
    void depthIsBounded() {
        assertThrows(Internal.class, () -> parse("[".repeat(100_000)));
    }

    @Test
    void messagesFollowEachOtherWithOrWithoutSpace() throws IOException {
        JsonReader reader =
                new JsonReader(new ByteArrayInputStream("{\"a\":1}{\"a\":2}\r\n 3 ".getBytes(StandardCharsets.UTF_8)));
        assertEquals("{\"a\":1}", JsonWriter.compact(reader.next().orElseThrow()));
        assertEquals("{\"a\":2}", JsonWriter.compact(reader.next().orElseThrow()));
        assertEquals("3", JsonWriter.compact(reader.next().orElseThrow()));
        assertTrue(reader.next().isEmpty());
    }

    @Test
    void absentNullAndOtherTypesReadAsEmpty() {
        JsonObject object = (JsonObject) parse("{\"s\":null,\"n\":\"1\",\"o\":[],\"t\":1}");
        assertEquals("", object.string("s"));
        assertEquals("", object.string("missing"));
        assertEquals(0, object.number("n"));
        assertEquals(JsonObject.EMPTY, object.object("o"));
        assertEquals(JsonArray.EMPTY, object.array("s"));
        assertEquals(false, object.truth("t"));
    }

    @Test
    void indentedTextKeepsEmptyOnesShort() {
        assertEquals(
                "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}",
                JsonWriter.indented(parse("{\"a\":[1,{}],\"b\":[]}"), "  "));
    }
}
