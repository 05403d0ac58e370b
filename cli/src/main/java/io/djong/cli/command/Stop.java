package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ContainerOperations;
import java.util.OptionalInt;

/** {@code stop} and {@code restart}. */
public enum Stop implements Command {
    STOP("stop", "Stop one or more running containers") {
        @Override
        void apply(ContainerOperations containers, String name, String signal, OptionalInt timeout) {
            containers.stop(name, signal, timeout);
        }
    },
    RESTART("restart", "Restart one or more containers") {
        @Override
        void apply(ContainerOperations containers, String name, String signal, OptionalInt timeout) {
            containers.restart(name, signal, timeout);
        }
    };

    private final String word;
    private final String summary;

    Stop(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    abstract void apply(ContainerOperations containers, String name, String signal, OptionalInt timeout);

    @Override
    public CommandSpec spec() {
        return CommandSpec.of(word, "[OPTIONS] CONTAINER [CONTAINER...]", summary)
                .operands(1, CommandSpec.ANY)
                .options(
                        Option.text('s', "signal", "Signal to send to the container"),
                        Option.integer('t', "timeout", "Seconds to wait before the container is killed"),
                        Option.integer("time", ""));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        OptionalInt timeout = arguments.integer(arguments.isGiven("time") ? "time" : "timeout");
        String signal = arguments.text("signal");
        return ForEach.printingNames(
                session, arguments.operands(), name -> apply(session.client().containers(), name, signal, timeout));
    }
}
