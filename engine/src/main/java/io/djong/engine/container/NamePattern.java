package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ClientPattern;
import java.util.Optional;

/** A regular expression that a client sent, as it is searched for in names. One that does not parse is found nowhere. */
final class NamePattern {
    private final String text;
    private final Optional<ClientPattern> pattern;

    NamePattern(String text) {
        this.text = text;
        this.pattern = compile(text);
    }

    private static Optional<ClientPattern> compile(String text) {
        try {
            return Optional.of(ClientPattern.compile(text));
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }

    /** @throws InvalidArgument if it takes too long to tell */
    boolean isFoundIn(String name) {
        try {
            return pattern.filter(p -> p.isFoundIn(name)).isPresent();
        } catch (InvalidArgument e) {
            throw new InvalidArgument("invalid filter 'name=" + text + "': it takes too long", e);
        }
    }
}
