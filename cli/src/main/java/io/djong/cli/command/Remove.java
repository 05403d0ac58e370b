package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ContainerOperations.RemoveOptions;
import io.djong.model.error.EngineException;
import io.djong.model.error.NotFound;
import java.util.List;
import java.util.Optional;

/** {@code rm}. */
public final class Remove implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("rm", "[OPTIONS] CONTAINER [CONTAINER...]", "Remove one or more containers")
                .operands(1, CommandSpec.ANY)
                .options(
                        Option.flag('f', "force", "Remove a container even if it runs (uses SIGKILL)"),
                        Option.flag('l', "link", "Remove the specified link"),
                        Option.flag('v', "volumes", "Remove the container's anonymous volumes too"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        RemoveOptions options =
                new RemoveOptions(arguments.flag("force"), arguments.flag("volumes"), arguments.flag("link"));
        List<String> names = arguments.operands();
        List<Optional<EngineException>> results =
                ForEach.run(names, name -> session.client().containers().remove(name, options));
        int exitCode = 0;
        for (int i = 0; i < names.size(); i++) {
            Optional<EngineException> failure = results.get(i);
            if (failure.isEmpty()) {
                session.line(names.get(i));
                continue;
            }
            session.complain(failure.get().message());
            // With force it is enough that the container is not there.
            boolean gone = options.force() && failure.get() instanceof NotFound;
            exitCode = gone ? exitCode : 1;
        }
        return exitCode;
    }
}
