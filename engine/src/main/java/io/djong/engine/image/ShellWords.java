package io.djong.engine.image;

import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arguments of Dockerfile instructions as words: quotes keep blanks together and go away, a backslash takes the next
 * character, and outside of single quotes {@code $name}, {@code ${name}}, {@code ${name:-word}} and {@code
 * ${name:+word}} stand for a variable's value, which is not split.
 */
final class ShellWords {
    private final String text;
    private final Map<String, String> variables;
    private int at;

    private ShellWords(String text, Map<String, String> variables) {
        this.text = text;
        this.variables = variables;
    }

    /** The words between blanks. */
    static List<String> split(String text, Map<String, String> variables) {
        ShellWords input = new ShellWords(text, variables);
        List<String> words = new ArrayList<>();
        while (input.skipBlanks()) {
            words.add(input.word(false));
        }
        return words;
    }

    /** The whole text as one word, blanks and all. */
    static String one(String text, Map<String, String> variables) {
        return new ShellWords(text, variables).word(true);
    }

    private boolean skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private String word(boolean toEnd) {
        StringBuilder word = new StringBuilder();
        char quote = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quote == 0 && !toEnd && Character.isWhitespace(c)) {
                break;
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                at++;
            } else if (c == quote) {
                quote = 0;
                at++;
            } else if (c == '$' && quote != '\'') {
                word.append(variable());
            } else {
                word.append(plain(c, quote));
            }
        }
        return word.toString();
    }

    /** Within double quotes a backslash is one, but before what has a meaning there. */
    private String plain(char c, char quote) {
        at++;
        boolean escape = c == '\\' && quote != '\'' && at < text.length();
        if (!escape) {
            return String.valueOf(c);
        }
        char next = text.charAt(at++);
        return quote == '"' && "\"$\\".indexOf(next) < 0 ? "\\" + next : String.valueOf(next);
    }

    private String variable() {
        at++;
        if (at < text.length() && text.charAt(at) == '{') {
            return braced();
        }
        String name = name();
        return name.isEmpty() ? "$" : variables.getOrDefault(name, "");
    }

    private String name() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private String braced() {
        int end = text.indexOf('}', at);
        if (end < 0) {
            throw new InvalidArgument("syntax error: missing '}' in substitution");
        }
        at++;
        String name = name();
        String modifier = text.substring(at, end);
        at = end + 1;
        String value = variables.getOrDefault(name, "");
        if (name.isEmpty()) {
            throw new InvalidArgument("syntax error: bad substitution");
        } else if (modifier.isEmpty()) {
            return value;
        } else if (modifier.startsWith(":-")) {
            return value.isEmpty() ? one(modifier.substring(2), variables) : value;
        } else if (modifier.startsWith(":+")) {
            return value.isEmpty() ? "" : one(modifier.substring(2), variables);
        }
        throw new InvalidArgument("unsupported modifier (" + modifier + ") in substitution");
    }
}
