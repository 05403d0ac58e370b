package io.djong.cli.template;

import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonBoolean;
import io.djong.client.json.JsonNull;
import io.djong.client.json.JsonNumber;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonString;
import io.djong.client.json.JsonValue;
import io.djong.client.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The functions that templates may call, and what values look like as text. */
final class Functions {
    private static final Set<String> NAMES = Set.of(
            "json",
            "join",
            "split",
            "upper",
            "lower",
            "title",
            "pad",
            "truncate",
            "len",
            "index",
            "print",
            "printf",
            "println",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "and",
            "or",
            "not");

    private Functions() {}

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    static JsonValue call(String name, List<JsonValue> arguments) {
        return switch (name) {
            case "json" -> text(JsonWriter.compact(at(name, arguments, 0)));
            case "join" -> text(String.join(string(name, arguments, 1), strings(at(name, arguments, 0))));
            case "split" ->
                JsonArray.ofStrings(
                        List.of(string(name, arguments, 0).split(Pattern.quote(string(name, arguments, 1)), -1)));
            case "upper" -> text(string(name, arguments, 0).toUpperCase(Locale.ROOT));
            case "lower" -> text(string(name, arguments, 0).toLowerCase(Locale.ROOT));
            case "title" -> text(title(string(name, arguments, 0)));
            case "pad" -> pad(arguments);
            case "truncate" -> truncate(arguments);
            case "len" -> JsonNumber.of(length(at(name, arguments, 0)));
            case "index" -> index(arguments);
            case "print" -> text(joined(arguments));
            case "println" -> text(joined(arguments) + "\n");
            case "printf" -> text(formatted(arguments));
            default -> logic(name, arguments);
        };
    }

    private static JsonValue logic(String name, List<JsonValue> arguments) {
        return switch (name) {
            case "eq" -> truth(arguments.stream().skip(1).anyMatch(each -> compare(arguments.getFirst(), each) == 0));
            case "ne" -> truth(compared(name, arguments) != 0);
            case "lt" -> truth(compared(name, arguments) < 0);
            case "le" -> truth(compared(name, arguments) <= 0);
            case "gt" -> truth(compared(name, arguments) > 0);
            case "ge" -> truth(compared(name, arguments) >= 0);
            case "not" -> truth(isEmpty(at(name, arguments, 0)));
            case "and" -> first(arguments, true);
            case "or" -> first(arguments, false);
            default -> throw new TemplateException("template: :1: function \"" + name + "\" not defined");
        };
    }

    /** The first argument that is empty, or not, as wanted; otherwise the last. */
    private static JsonValue first(List<JsonValue> arguments, boolean empty) {
        for (JsonValue argument : arguments) {
            if (isEmpty(argument) == empty) {
                return argument;
            }
        }
        return arguments.getLast();
    }

    /** Go's truth: zero, the empty string, and nothing in it, are false. */
    static boolean isEmpty(JsonValue value) {
        if (value instanceof JsonBoolean(boolean truth)) {
            return !truth;
        }
        if (value instanceof JsonNumber number) {
            return number.doubleValue() == 0;
        }
        return length(value) == 0;
    }

    /** A value as Go prints it. The kinds are told apart one by one for the reason that {@link Node} gives. */
    static String print(JsonValue value) {
        if (value instanceof JsonString(String text)) {
            return text;
        }
        if (value instanceof JsonArray array) {
            return "[" + String.join(" ", strings(array)) + "]";
        }
        if (value instanceof JsonObject object) {
            List<String> parts = new ArrayList<>();
            for (Map.Entry<String, JsonValue> member : new TreeMap<>(object.members()).entrySet()) {
                parts.add(member.getKey() + ":" + print(member.getValue()));
            }
            return "map[" + String.join(" ", parts) + "]";
        }
        return value == JsonNull.NULL ? "<nil>" : JsonWriter.compact(value);
    }

    private static List<String> strings(JsonValue value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (JsonValue each : array) {
                strings.add(print(each));
            }
        }
        return strings;
    }

    private static String title(String text) {
        StringBuilder titled = new StringBuilder();
        boolean start = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            titled.append(start ? Character.toTitleCase(c) : c);
            start = Character.isWhitespace(c);
        }
        return titled.toString();
    }

    private static JsonValue pad(List<JsonValue> arguments) {
        String text = string("pad", arguments, 0);
        int before = (int) number("pad", arguments, 1);
        int after = (int) number("pad", arguments, 2);
        return text(text.isEmpty() ? text : " ".repeat(before) + text + " ".repeat(after));
    }

    private static JsonValue truncate(List<JsonValue> arguments) {
        String text = string("truncate", arguments, 0);
        int length = (int) number("truncate", arguments, 1);
        return text(text.length() <= length ? text : text.substring(0, length));
    }

    private static int length(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array.size();
        }
        if (value instanceof JsonObject object) {
            return object.members().size();
        }
        if (value instanceof JsonString(String text)) {
            return text.length();
        }
        if (value == JsonNull.NULL) {
            return 0;
        }
        throw new TemplateException("template: :1: error calling len: len of type " + print(value));
    }

    private static JsonValue index(List<JsonValue> arguments) {
        JsonValue value = at("index", arguments, 0);
        for (JsonValue key : arguments.subList(1, arguments.size())) {
            value = index(value, key);
        }
        return value;
    }

    private static JsonValue index(JsonValue value, JsonValue key) {
        if (value instanceof JsonObject object) {
            return object.find(print(key)).orElse(text(""));
        }
        if (value instanceof JsonArray array) {
            return element(array, key);
        }
        if (value == JsonNull.NULL) {
            return text("");
        }
        throw new TemplateException("template: :1: error calling index: can't index item of type " + print(value));
    }

    private static JsonValue element(JsonArray array, JsonValue key) {
        long at = key instanceof JsonNumber number ? number.longValue() : -1;
        if (at < 0 || at >= array.size()) {
            throw new TemplateException("template: :1: error calling index: index out of range: " + print(key));
        }
        return array.values().get((int) at);
    }

    private static String joined(List<JsonValue> arguments) {
        return String.join(" ", arguments.stream().map(Functions::print).toList());
    }

    /** The verbs {@code %s %d %v %q %t %%}, each without width. */
    private static String formatted(List<JsonValue> arguments) {
        String format = string("printf", arguments, 0);
        StringBuilder text = new StringBuilder();
        int next = 1;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            char verb = format.charAt(++i);
            switch (verb) {
                case '%' -> text.append('%');
                case 's', 'd', 'v', 't' -> text.append(print(at("printf", arguments, next++)));
                case 'q' -> text.append(JsonWriter.compact(text(print(at("printf", arguments, next++)))));
                default -> throw new TemplateException("template: :1: printf: %" + verb + " is not supported");
            }
        }
        return text.toString();
    }

    private static int compared(String name, List<JsonValue> arguments) {
        return compare(at(name, arguments, 0), at(name, arguments, 1));
    }

    private static int compare(JsonValue a, JsonValue b) {
        if (a instanceof JsonNumber one && b instanceof JsonNumber other) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        return print(a).compareTo(print(b));
    }

    private static JsonValue at(String name, List<JsonValue> arguments, int index) {
        if (index >= arguments.size()) {
            throw new TemplateException("template: :1: wrong number of args for " + name + ": got " + arguments.size());
        }
        return arguments.get(index);
    }

    private static String string(String name, List<JsonValue> arguments, int index) {
        return print(at(name, arguments, index));
    }

    private static long number(String name, List<JsonValue> arguments, int index) {
        return at(name, arguments, index) instanceof JsonNumber number ? number.longValue() : 0;
    }

    private static JsonString text(String text) {
        return new JsonString(text);
    }

    private static JsonBoolean truth(boolean truth) {
        return new JsonBoolean(truth);
    }
}
