package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.util.List;

/** {@code container prune}. */
public final class PruneContainers implements Command {
    private static final int DIGITS = 4;

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("container prune", "[OPTIONS]", "Remove all stopped containers")
                .options(
                        Option.list("filter", "Provide filter values (e.g. \"until=<timestamp>\")")
                                .valued("filter"),
                        Option.flag('f', "force", "Do not prompt for confirmation"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String warning = "WARNING! This will remove all stopped containers.";
        if (!arguments.flag("force") && !Question.confirms(session, warning)) {
            return 0;
        }
        JsonObject pruned = session.client().containers().prune(Filters.parse(arguments.list("filter")));
        list(session, "Deleted Containers", pruned.strings("ContainersDeleted"));
        reclaimed(session, pruned.number("SpaceReclaimed"));
        return 0;
    }

    static void list(Session session, String title, List<String> names) {
        if (!names.isEmpty()) {
            session.line(title + ":");
            names.forEach(session::line);
            session.line("");
        }
    }

    static void reclaimed(Session session, long bytes) {
        session.line("Total reclaimed space: " + ByteSize.decimal(bytes, DIGITS));
    }
}
