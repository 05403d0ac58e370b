package io.djong.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command is called, takes and does.
 *
 * @param name the word on the command line
 * @param usage what follows the name in the help's first line
 * @param summary one sentence
 * @param least how many operands it needs
 * @param most how many it takes, or {@link #ANY}
 * @param interspersed whether options may follow operands; not so where the operands are another command line
 * @param options in the order of the help
 */
public record CommandSpec(
        String name, String usage, String summary, int least, int most, boolean interspersed, List<Option> options) {
    public static final int ANY = Integer.MAX_VALUE;

    public CommandSpec {
        options = List.copyOf(options);
    }

    /** A command without operands and options. */
    public static CommandSpec of(String name, String usage, String summary) {
        return new CommandSpec(name, usage, summary, 0, 0, true, List.of());
    }

    public CommandSpec operands(int fewest, int greatest) {
        return new CommandSpec(name, usage, summary, fewest, greatest, interspersed, options);
    }

    /** The command takes a command line after its own options. */
    public CommandSpec optionsFirst() {
        return new CommandSpec(name, usage, summary, least, most, false, options);
    }

    public CommandSpec options(Option... more) {
        return options(List.of(more));
    }

    public CommandSpec options(List<Option> more) {
        List<Option> all = new ArrayList<>(options);
        all.addAll(more);
        return new CommandSpec(name, usage, summary, least, most, interspersed, all);
    }

    Optional<Option> byName(String wanted) {
        for (Option option : options) {
            if (option.name().equals(wanted)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    Optional<Option> byLetter(char letter) {
        for (Option option : options) {
            if (option.shorthand() == letter) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
