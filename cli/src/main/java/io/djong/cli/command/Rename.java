package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.model.error.EngineException;

/** {@code rename}. */
public final class Rename implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("rename", "CONTAINER NEW_NAME", "Rename a container")
                .operands(2, 2);
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String name = arguments.operand(0);
        try {
            session.client().containers().rename(name, arguments.operand(1));
        } catch (EngineException e) {
            throw new CommandFailure(e.message() + "\nError: failed to rename container named " + name);
        }
        return 0;
    }
}
