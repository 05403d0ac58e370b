package io.djong.cli.option;

import io.djong.cli.option.Option.Kind;
import io.djong.model.text.ByteSize;
import io.djong.model.text.GoBool;
import io.djong.model.text.GoDuration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Takes a command line apart as Docker's users write it: {@code --name value}, {@code --name=value}, {@code -n value},
 * {@code -nvalue}, letters of flags joined ({@code -it}), {@code --} before operands that look like options.
 */
public final class ArgumentParser {
    private final CommandSpec spec;
    private final List<String> words;
    private final Arguments arguments;
    private int next;

    private ArgumentParser(CommandSpec spec, List<String> words) {
        this.spec = spec;
        this.words = words;
        this.arguments = new Arguments(spec);
    }

    /** Parses. A {@link Usage} error says that an option is unknown, lacks its value or has a wrong one. */
    public static Arguments parse(CommandSpec spec, List<String> words) {
        ArgumentParser parser = new ArgumentParser(spec, words);
        parser.run();
        return parser.arguments;
    }

    private void run() {
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                takeOperands();
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (word.length() > 1 && word.startsWith("-")) {
                letters(word);
            } else {
                arguments.operand(word);
                if (!spec.interspersed()) {
                    takeOperands();
                }
            }
        }
    }

    private void takeOperands() {
        while (next < words.size()) {
            arguments.operand(words.get(next++));
        }
    }

    private void longOption(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
        Option option = spec.byName(name)
                .orElseThrow(() -> new Usage(
                        name.isEmpty() || name.startsWith("-") ? "bad flag syntax: " + word : "unknown flag: --" + name,
                        Usage.BAD_OPTION));
        if (equals >= 0) {
            give(option, word.substring(equals + 1));
        } else if (option.kind() == Kind.FLAG) {
            give(option, "true");
        } else if (next < words.size()) {
            give(option, words.get(next++));
        } else {
            throw new Usage("flag needs an argument: " + word, Usage.BAD_OPTION);
        }
    }

    private void letters(String word) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            Option option = spec.byLetter(letter)
                    .orElseThrow(
                            () -> new Usage("unknown shorthand flag: '" + letter + "' in " + word, Usage.BAD_OPTION));
            String rest = word.substring(i + 1);
            if (rest.startsWith("=")) {
                give(option, rest.substring(1));
                return;
            }
            if (option.kind() == Kind.FLAG) {
                give(option, "true");
                continue;
            }
            if (!rest.isEmpty()) {
                give(option, rest);
            } else if (next < words.size()) {
                give(option, words.get(next++));
            } else {
                throw new Usage("flag needs an argument: '" + letter + "' in " + word, Usage.BAD_OPTION);
            }
            return;
        }
    }

    private void give(Option option, String value) {
        String complaint = switch (option.kind()) {
            case FLAG -> GoBool.parse(value).isPresent() ? "" : syntax("ParseBool", value);
            case INTEGER -> WholeNumber.parse(value).isPresent() ? "" : syntax("ParseInt", value);
            case BYTES -> size(value).isPresent() ? "" : "invalid size: '" + value + "'";
            case DURATION -> GoDuration.parse(value).isPresent() ? "" : "time: invalid duration \"" + value + "\"";
            case TEXT, LIST -> "";
        };
        if (!complaint.isEmpty()) {
            throw new Usage(
                    "invalid argument \"" + value + "\" for \"" + option.display() + "\" flag: " + complaint,
                    Usage.BAD_OPTION);
        }
        arguments.give(option, value);
    }

    /** A size to base 1024; -1 is the one for no limit. */
    static OptionalLong size(String text) {
        return text.equals("-1") ? OptionalLong.of(-1) : ByteSize.parseBinary(text);
    }

    private static String syntax(String parser, String value) {
        return "strconv." + parser + ": parsing \"" + value + "\": invalid syntax";
    }
}
