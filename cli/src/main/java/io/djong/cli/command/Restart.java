package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import java.util.OptionalInt;

/** {@code restart}. */
public final class Restart implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("restart", "[OPTIONS] CONTAINER [CONTAINER...]", "Restart one or more containers")
                .operands(1, CommandSpec.ANY)
                .options(
                        Option.text('s', "signal", "Signal to send to the container"),
                        Option.integer('t', "timeout", "Seconds to wait before the container is killed"),
                        Option.integer("time", ""));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        OptionalInt timeout = arguments.integer(arguments.isGiven("time") ? "time" : "timeout");
        return ForEach.printingNames(
                session,
                arguments.operands(),
                name -> session.client().containers().restart(name, arguments.text("signal"), timeout));
    }
}
