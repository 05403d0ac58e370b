package io.djong.model.text;

import io.djong.model.error.InvalidArgument;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that a client sent. Java's expressions backtrack: a bad one tries more ways than there are
 * seconds, so this one gives up.
 */
public final class ClientPattern {
    /** How often characters may be looked at. */
    private static final int PATIENCE = 100_000;

    /** What counted repetitions within each other may come to: those of nothing look at no character. */
    private static final long MOST_REPETITIONS = 10_000_000;

    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9}+)(?:,(\\d{1,9}+))?");

    private final Pattern pattern;

    private ClientPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads an expression.
     *
     * @throws InvalidArgument if it is none, or nests too deep
     */
    public static ClientPattern compile(String text) {
        requireFewRepetitions(text);
        try {
            return new ClientPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new InvalidArgument("error parsing regexp: " + e.getDescription() + ": `" + text + "`", e);
        } catch (StackOverflowError e) {
            throw new InvalidArgument("error parsing regexp: expression nests too deeply", e);
        }
    }

    private static void requireFewRepetitions(String text) {
        long product = 1;
        Matcher counts = COUNT.matcher(text);
        while (counts.find()) {
            String count = counts.group(2) == null ? counts.group(1) : counts.group(2);
            product *= Math.max(1, Long.parseLong(count));
            if (product > MOST_REPETITIONS) {
                throw new InvalidArgument("error parsing regexp: invalid repeat count: `" + counts.group() + "}`");
            }
        }
    }

    /**
     * Whether some part of a text matches.
     *
     * @throws InvalidArgument if it takes too long to tell
     */
    public boolean isFoundIn(String text) {
        try {
            return pattern.matcher(new Impatient(text)).find();
        } catch (TooManySteps | StackOverflowError e) {
            throw new InvalidArgument("regular expression `" + pattern + "`: it takes too long", e);
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
