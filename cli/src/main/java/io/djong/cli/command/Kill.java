package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;

/** {@code kill}. */
public final class Kill implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("kill", "[OPTIONS] CONTAINER [CONTAINER...]", "Kill one or more running containers")
                .operands(1, CommandSpec.ANY)
                .options(Option.text('s', "signal", "Signal to send to the container"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        return ForEach.printingNames(
                session,
                arguments.operands(),
                name -> session.client().containers().kill(name, arguments.text("signal")));
    }
}
