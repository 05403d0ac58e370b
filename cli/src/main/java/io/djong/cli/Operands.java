package io.djong.cli;

import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Help;
import io.djong.cli.option.Usage;
import java.util.Optional;

/** How many operands a command takes, in words. */
final class Operands {
    private Operands() {}

    static Optional<Usage> check(String program, CommandSpec spec, int count) {
        if (count >= spec.least() && count <= spec.most()) {
            return Optional.empty();
        }
        String rule;
        if (spec.most() == 0) {
            rule = "accepts no arguments";
        } else if (spec.most() == CommandSpec.ANY) {
            rule = "requires at least " + counted(spec.least());
        } else if (spec.least() == spec.most()) {
            rule = "requires " + counted(spec.least());
        } else if (spec.least() == 0) {
            rule = "requires at most " + counted(spec.most());
        } else {
            rule = "requires at least " + spec.least() + " and at most " + counted(spec.most());
        }
        String message = program + ": '" + Help.name(program, spec) + "' " + rule;
        return Optional.of(new Usage(message, Usage.BAD_OPERANDS));
    }

    private static String counted(int count) {
        return count + (count == 1 ? " argument" : " arguments");
    }
}
