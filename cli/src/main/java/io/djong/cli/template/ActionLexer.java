package io.djong.cli.template;

import io.djong.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Takes the text between a pair of braces apart into words. */
final class ActionLexer {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private ActionLexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        ActionLexer lexer = new ActionLexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (true) {
            int before = at;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            boolean spaced = at > before;
            if (at == text.length()) {
                tokens.add(new Token(Kind.END, "", spaced));
                return;
            }
            token(text.charAt(at), spaced);
        }
    }

    private void token(char c, boolean spaced) {
        switch (c) {
            case '.' -> field(spaced);
            case '$' -> {
                at++;
                tokens.add(new Token(Kind.VARIABLE, word(), spaced));
            }
            case '"' -> tokens.add(new Token(Kind.STRING, quoted(), spaced));
            case '`' -> tokens.add(new Token(Kind.STRING, raw(), spaced));
            case '(', ')', '|', ',', '=' -> {
                at++;
                tokens.add(new Token(Kind.SIGN, String.valueOf(c), spaced));
            }
            case ':' -> {
                if (!text.startsWith(":=", at)) {
                    throw unexpected(c);
                }
                at += 2;
                tokens.add(new Token(Kind.SIGN, ":=", spaced));
            }
            default -> plain(c, spaced);
        }
    }

    private void plain(char c, boolean spaced) {
        if (Character.isDigit(c) || ((c == '-' || c == '+') && at + 1 < text.length())) {
            int start = at++;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            tokens.add(new Token(Kind.NUMBER, text.substring(start, at), spaced));
        } else if (isLetter(c)) {
            tokens.add(new Token(Kind.WORD, word(), spaced));
        } else {
            throw unexpected(c);
        }
    }

    private void field(boolean spaced) {
        at++;
        String name = word();
        tokens.add(new Token(name.isEmpty() ? Kind.DOT : Kind.FIELD, name, spaced));
    }

    private String word() {
        int start = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isLetter(char c) {
        return c == '_' || Character.isLetter(c);
    }

    private String raw() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw new TemplateException("template: :1: unterminated raw quoted string");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                value.append(escaped(text.charAt(++at)));
            } else {
                value.append(c);
            }
        }
        if (at >= text.length()) {
            throw new TemplateException("template: :1: unterminated quoted string");
        }
        at++;
        return value.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '"', '\\', '\'' -> c;
            default -> throw new TemplateException("template: :1: invalid syntax in quoted string: \\" + c);
        };
    }

    private static TemplateException unexpected(char c) {
        return new TemplateException("template: :1: unexpected \"" + c + "\" in operand");
    }
}
