package io.djong.cli.option;

/**
 * One option of a command.
 *
 * @param shorthand its letter, or 0 for none
 * @param name the long name, without dashes
 * @param kind what its values are
 * @param valueName the word for its value in the help
 * @param initial the value where it is not given
 * @param description one sentence for the help
 */
public record Option(char shorthand, String name, Kind kind, String valueName, String initial, String description) {

    /** What the value of an option is. */
    public enum Kind {
        /** Present or not; {@code --name=false} takes it back. */
        FLAG,
        TEXT,
        /** Text that may be given several times. */
        LIST,
        INTEGER,
        /** A size in bytes with an optional unit, base 1024. */
        BYTES,
        /** A length of time, such as {@code 1m30s}. */
        DURATION
    }

    public static Option flag(char shorthand, String name, String description) {
        return new Option(shorthand, name, Kind.FLAG, "", "false", description);
    }

    public static Option flag(String name, String description) {
        return flag('\0', name, description);
    }

    /** A flag that is on unless it is taken back. */
    public static Option flagOn(String name, String description) {
        return new Option('\0', name, Kind.FLAG, "", "true", description + " (default true)");
    }

    public static Option text(char shorthand, String name, String description) {
        return new Option(shorthand, name, Kind.TEXT, "string", "", description);
    }

    public static Option text(String name, String description) {
        return text('\0', name, description);
    }

    public static Option list(char shorthand, String name, String description) {
        return new Option(shorthand, name, Kind.LIST, "list", "", description);
    }

    public static Option list(String name, String description) {
        return list('\0', name, description);
    }

    public static Option filter() {
        return new Option('f', "filter", Kind.LIST, "filter", "", "Filter output based on conditions provided");
    }

    public static Option integer(char shorthand, String name, String description) {
        return new Option(shorthand, name, Kind.INTEGER, "int", "", description);
    }

    public static Option integer(String name, String description) {
        return integer('\0', name, description);
    }

    public static Option bytes(String name, String description) {
        return new Option('\0', name, Kind.BYTES, "bytes", "", description);
    }

    public static Option duration(String name, String description) {
        return new Option('\0', name, Kind.DURATION, "duration", "", description);
    }

    /** The same option with another word for its value. */
    public Option valued(String word) {
        return new Option(shorthand, name, kind, word, initial, description);
    }

    /** The same option with a letter. */
    public Option lettered(char letter) {
        return new Option(letter, name, kind, valueName, initial, description);
    }

    /** The same option with a value to begin with. */
    public Option startingWith(String value) {
        return new Option(shorthand, name, kind, valueName, value, description);
    }

    /** How messages name it: {@code -n, --last} or {@code --last}. */
    String display() {
        return shorthand == 0 ? "--" + name : "-" + shorthand + ", --" + name;
    }
}
