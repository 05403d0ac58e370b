package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.spec.ContainerOptions;
import io.djong.cli.spec.ContainerRequest;

/** {@code create}: makes a container without starting it. */
public final class Create implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("create", "[OPTIONS] IMAGE [COMMAND] [ARG...]", "Create a new container")
                .operands(1, CommandSpec.ANY)
                .optionsFirst()
                .options(ContainerOptions.all());
    }

    @Override
    public int run(Session session, Arguments arguments) {
        session.line(new Launch(session, arguments).create(ContainerRequest.attached(arguments)));
        return 0;
    }
}
