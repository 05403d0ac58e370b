package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.client.json.JsonObject;

/** {@code diff}. */
public final class Diff implements Command {
    private static final String KINDS = "CAD"; // changed, added, deleted, as the API counts them

    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "diff", "CONTAINER", "Inspect changes to files or directories on a container's filesystem")
                .operands(1, 1);
    }

    @Override
    public int run(Session session, Arguments arguments) {
        for (JsonObject change :
                session.client().containers().changes(arguments.operand(0)).objects()) {
            int kind = (int) change.number("Kind");
            session.line(KINDS.charAt(Math.clamp(kind, 0, 2)) + " " + change.string("Path"));
        }
        return 0;
    }
}
