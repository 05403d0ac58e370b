package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression that a client sent, as it is searched for in names. One that does not parse is found nowhere. */
final class NamePattern {
    /** Java's expressions backtrack: a bad one tries more ways than there are seconds. */
    private static final int PATIENCE = 100_000;

    private final String text;
    private final Optional<Pattern> pattern;

    NamePattern(String text) {
        this.text = text;
        this.pattern = compile(text);
    }

    private static Optional<Pattern> compile(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** @throws InvalidArgument if it takes too long to tell */
    boolean isFoundIn(String name) {
        try {
            return pattern.filter(p -> p.matcher(new Impatient(name)).find()).isPresent();
        } catch (TooManySteps | StackOverflowError e) {
            throw new InvalidArgument("invalid filter 'name=" + text + "': it takes too long", e);
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Characters that may be looked at only so often. */
    private static final class Impatient implements CharSequence {
        private final String text;
        private int looks;

        Impatient(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > PATIENCE) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
