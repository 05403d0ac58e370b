package io.djong.cli.option;

import java.util.OptionalLong;

/** Whole numbers as options name them. */
public final class WholeNumber {
    private WholeNumber() {}

    /** The number; empty if the text is none, or too large for 64 bits. */
    public static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
