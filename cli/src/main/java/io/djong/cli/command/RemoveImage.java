package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.json.JsonObject;
import io.djong.model.error.EngineException;
import io.djong.model.error.NotFound;

/** {@code rmi}. */
public final class RemoveImage implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("rmi", "[OPTIONS] IMAGE [IMAGE...]", "Remove one or more images")
                .operands(1, CommandSpec.ANY)
                .options(
                        Option.flag('f', "force", "Remove the image even if containers use it"),
                        Option.flag("no-prune", "Keep the parents that have no tag"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        boolean force = arguments.flag("force");
        int exitCode = 0;
        for (String name : arguments.operands()) {
            try {
                session.client()
                        .images()
                        .remove(name, force, arguments.flag("no-prune"))
                        .objects()
                        .forEach(change -> report(session, change));
            } catch (EngineException e) {
                session.complain(e.message());
                exitCode = force && e instanceof NotFound ? exitCode : 1;
            }
        }
        return exitCode;
    }

    private static void report(Session session, JsonObject change) {
        String deleted = change.string("Deleted");
        session.line(deleted.isEmpty() ? "Untagged: " + change.string("Untagged") : "Deleted: " + deleted);
    }
}
