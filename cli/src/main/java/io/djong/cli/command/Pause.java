package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;

/** {@code pause}. */
public final class Pause implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("pause", "CONTAINER [CONTAINER...]", "Pause all processes within one or more containers")
                .operands(1, CommandSpec.ANY);
    }

    @Override
    public int run(Session session, Arguments arguments) {
        return ForEach.printingNames(
                session, arguments.operands(), session.client().containers()::pause);
    }
}
