package io.djong.daemon.config;

import org.jspecify.annotations.Nullable;

/**
 * One setting of the daemon.
 *
 * @param flag long form without dashes; empty for a key that has no flag
 * @param letter short form; 0 for none
 * @param key name in {@code daemon.json}; empty for a flag that has no key
 * @param effect what becomes of it
 * @param inherited whether the key is also taken from Docker's own {@code daemon.json}: policy, never paths or bridges
 */
record Option(String flag, char letter, String key, Kind kind, Effect effect, boolean inherited, String help) {
    /** What values look like. */
    enum Kind {
        SWITCH(null),
        TEXT("string"),
        NUMBER("int"),
        LIST("list"),
        MAP("map"),
        /** An object that is read where it is used. */
        OBJECT(null);

        private final @Nullable String word;

        Kind(@Nullable String word) {
            this.word = word;
        }

        /** The word that stands for the value in the help; empty for a switch. */
        String word() {
            return word == null ? "" : word;
        }
    }

    /** What becomes of a setting that Docker knows. */
    enum Effect {
        HONOURED,
        /** None: it is accepted with a warning. */
        NONE,
        /** It would protect, and cannot be had yet: a daemon that is asked for it does not start. */
        REFUSED
    }

    static Option of(String flag, String key, Kind kind, String help) {
        return new Option(flag, '\0', key, kind, Effect.HONOURED, false, help);
    }

    /** One that Docker knows and that has no effect here. */
    static Option accepted(String flag, String key, Kind kind, String help) {
        return new Option(flag, '\0', key, kind, Effect.NONE, false, help);
    }

    /** One that Docker knows and that is not supported yet, where to go without it would be dangerous. */
    static Option refused(String flag, String key, Kind kind, String help) {
        return new Option(flag, '\0', key, kind, Effect.REFUSED, false, help);
    }

    Option letter(char newLetter) {
        return new Option(flag, newLetter, key, kind, effect, inherited, help);
    }

    /** This one, read from Docker's {@code daemon.json} too. */
    Option policy() {
        return new Option(flag, letter, key, kind, effect, true, help);
    }

    /** Options are constants: each is equal to itself alone. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return flag.hashCode() + key.hashCode();
    }
}
