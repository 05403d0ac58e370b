package io.djong.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One way to prove oneself that a server offers in {@code WWW-Authenticate} (RFC 9110, section 11.6.1). */
record Challenge(String scheme, Map<String, String> parameters) {
    /** Reads all challenges of all header values; what does not parse is left out. */
    static List<Challenge> parse(List<String> values) {
        List<Challenge> all = new ArrayList<>();
        for (String value : values) {
            new Parser(value).into(all);
        }
        return all;
    }

    boolean is(String wanted) {
        return scheme.equals(wanted);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * A token followed by white space and another token that no {@code =} follows begins a challenge; everything else
     * is a list of parameters of the challenge before.
     */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        void into(List<Challenge> all) {
            String word = token();
            while (!word.isEmpty()) {
                String scheme = word.toLowerCase(Locale.ROOT);
                Map<String, String> parameters = new TreeMap<>();
                word = token();
                while (!word.isEmpty() && skip('=')) {
                    parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
                    word = token();
                }
                all.add(new Challenge(scheme, Map.copyOf(parameters)));
            }
        }

        private String token() {
            while (at < text.length() && (text.charAt(at) == ',' || Character.isWhitespace(text.charAt(at)))) {
                at++;
            }
            int start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private boolean skip(char wanted) {
            int next = at;
            while (next < text.length() && text.charAt(next) == ' ') {
                next++;
            }
            if (next >= text.length() || text.charAt(next) != wanted) {
                return false;
            }
            at = next + 1;
            return true;
        }

        private String value() {
            if (!skip('"')) {
                return token();
            }
            StringBuilder out = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                out.append(text.charAt(at++));
            }
            at = Math.min(at + 1, text.length());
            return out.toString();
        }

        private static boolean isTokenChar(char c) {
            return c > ' ' && c < 127 && "()<>@,;\"[]?={}".indexOf(c) < 0;
        }
    }
}
