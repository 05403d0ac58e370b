package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@code hosts.toml} needs of TOML 1.0: tables, keys with dots and quotes, strings on one line, arrays, booleans
 * and whole numbers. A table becomes a map, an array a list.
 */
final class Toml {
    private static final int MAX_DEPTH = 16;

    private final String text;
    private int at;

    private Toml(String text) {
        this.text = text;
    }

    /** @throws InvalidArgument that names the line which is not understood */
    static Map<String, Object> parse(String text) {
        return new Toml(text).document();
    }

    private Map<String, Object> document() {
        Map<String, Object> root = new LinkedHashMap<>();
        Map<String, Object> table = root;
        skipBlank();
        while (at < text.length()) {
            if (text.charAt(at) == '[') {
                at++;
                table = descend(root, key());
                expect(']');
            } else {
                List<String> key = key();
                expect('=');
                Map<String, Object> holder = descend(table, key.subList(0, key.size() - 1));
                if (holder.put(key.getLast(), value(0)) != null) {
                    throw wrong("a key that is there twice");
                }
            }
            skipSpaces();
            if (at < text.length() && "\n\r#".indexOf(text.charAt(at)) < 0) {
                throw wrong("text after the end");
            }
            skipBlank();
        }
        return root;
    }

    @SuppressWarnings("unchecked") // only this class puts maps in
    private Map<String, Object> descend(Map<String, Object> from, List<String> keys) {
        Map<String, Object> table = from;
        for (String key : keys) {
            Object next = table.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>());
            if (!(next instanceof Map<?, ?> map)) {
                throw wrong("\"" + key + "\" is no table");
            }
            table = (Map<String, Object>) map;
        }
        return table;
    }

    private List<String> key() {
        List<String> parts = new ArrayList<>();
        do {
            skipSpaces();
            parts.add(peek() == '"' || peek() == '\'' ? string() : word());
            skipSpaces();
        } while (taken('.'));
        return parts;
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "-_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw wrong("a name is missing");
        }
        return text.substring(start, at);
    }

    private Object value(int depth) {
        skipSpaces();
        if (depth > MAX_DEPTH) {
            throw wrong("too deep");
        }
        char next = peek();
        if (next == '"' || next == '\'') {
            return string();
        }
        if (taken('[')) {
            return array(depth);
        }
        String word = word();
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> word;
        };
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        skipBlank();
        while (!taken(']')) {
            items.add(value(depth + 1));
            skipBlank();
            if (!taken(',') && peek() != ']') {
                throw wrong("a comma is missing");
            }
            skipBlank();
        }
        return items;
    }

    private String string() {
        char quote = text.charAt(at++);
        StringBuilder out = new StringBuilder();
        while (peek() != quote) {
            char c = text.charAt(at++);
            if (c == '\n') {
                throw wrong("a string without an end");
            }
            if (c == '\\' && quote == '"') {
                out.append(escaped(peek()));
                at++;
            } else {
                out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case '"', '\\' -> c;
            default -> throw wrong("an escape that is not known");
        };
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("the end comes too early");
        }
        return text.charAt(at);
    }

    private boolean taken(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        skipSpaces();
        if (!taken(wanted)) {
            throw wrong("'" + wanted + "' is missing");
        }
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** White space, line ends and comments. */
    private void skipBlank() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private InvalidArgument wrong(String why) {
        long line = text.substring(0, Math.min(at, text.length())).lines().count();
        return new InvalidArgument("line " + Math.max(1, line) + ": " + why);
    }
}
