package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;

/**
 * {@code registry}. The launcher hands it to the engine's program when it is the first word; so this is only for the list
 * of commands, and for who puts something before it.
 */
public final class Registry implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("registry", "COMMAND", "Serve images: a registry server")
                .operands(0, CommandSpec.ANY)
                .optionsFirst();
    }

    @Override
    public int run(Session session, Arguments arguments) {
        throw new CommandFailure("registry has to be the first word: djong registry serve --help");
    }
}
