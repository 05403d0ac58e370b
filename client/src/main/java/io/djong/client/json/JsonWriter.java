package io.djong.client.json;

import java.util.Iterator;
import java.util.Map;

/** Writes values as text, either without white space or one member a line. */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private final String indent;

    private JsonWriter(String indent) {
        this.indent = indent;
    }

    public static String compact(JsonValue value) {
        return write(value, "");
    }

    /** One member or element a line, each level indented by {@code indent}; empty objects and arrays stay short. */
    public static String indented(JsonValue value, String indent) {
        return write(value, indent);
    }

    private static String write(JsonValue value, String indent) {
        JsonWriter writer = new JsonWriter(indent);
        writer.value(value, 0);
        return writer.out.toString();
    }

    private void value(JsonValue value, int depth) {
        // Not a switch on the type: that would be linked at run time, which takes a short-lived program milliseconds.
        if (value instanceof JsonObject object) {
            object(object, depth);
        } else if (value instanceof JsonArray array) {
            array(array, depth);
        } else if (value instanceof JsonString(String text)) {
            string(text);
        } else if (value instanceof JsonNumber(String text)) {
            out.append(text);
        } else if (value instanceof JsonBoolean(boolean truth)) {
            out.append(truth);
        } else {
            out.append("null");
        }
    }

    private void object(JsonObject object, int depth) {
        out.append('{');
        Iterator<Map.Entry<String, JsonValue>> members =
                object.members().entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<String, JsonValue> member = members.next();
            line(depth + 1);
            string(member.getKey());
            out.append(indent.isEmpty() ? ":" : ": ");
            value(member.getValue(), depth + 1);
            separator(members.hasNext(), depth);
        }
        out.append('}');
    }

    private void array(JsonArray array, int depth) {
        out.append('[');
        Iterator<JsonValue> values = array.iterator();
        while (values.hasNext()) {
            line(depth + 1);
            value(values.next(), depth + 1);
            separator(values.hasNext(), depth);
        }
        out.append(']');
    }

    private void separator(boolean more, int depth) {
        if (more) {
            out.append(',');
        } else {
            line(depth);
        }
    }

    private void line(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> character(c);
            }
        }
        out.append('"');
    }

    private void character(char c) {
        if (c >= 0x20) {
            out.append(c);
            return;
        }
        out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
    }
}
