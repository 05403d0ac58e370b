package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.client.ContainerOperations.WaitCondition;
import io.djong.client.ContainerOperations.Waiting;
import io.djong.model.error.EngineException;

/** {@code wait}. */
public final class Wait implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "wait",
                        "CONTAINER [CONTAINER...]",
                        "Block until one or more containers stop, then print their exit codes")
                .operands(1, CommandSpec.ANY);
    }

    @Override
    public int run(Session session, Arguments arguments) {
        int exitCode = 0;
        for (String name : arguments.operands()) {
            try (Waiting waiting = session.client().containers().await(name, WaitCondition.NOT_RUNNING)) {
                session.line(Integer.toString(Foreground.exitCode(waiting)));
                session.streams().flush();
            } catch (EngineException e) {
                session.complain(e.message());
                exitCode = 1;
            }
        }
        return exitCode;
    }
}
