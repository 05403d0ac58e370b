package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;

/** {@code tag}. */
public final class Tag implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "tag",
                        "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
                        "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE")
                .operands(2, 2);
    }

    @Override
    public int run(Session session, Arguments arguments) {
        ImageName target = ImageName.parse(arguments.operand(1));
        session.client().images().tag(arguments.operand(0), target.repository(), target.version());
        return 0;
    }
}
