package io.djong.cli.template;

/**
 * A word of an action.
 *
 * @param text the word; of strings the value, of fields and variables the name
 * @param spaced whether white space stands before it
 */
record Token(Kind kind, String text, boolean spaced) {
    enum Kind {
        DOT,
        FIELD,
        VARIABLE,
        WORD,
        STRING,
        NUMBER,
        /** One of {@code ( ) | , =} and {@code :=}. */
        SIGN,
        END
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
