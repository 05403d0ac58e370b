package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code system prune}. */
public final class PruneSystem implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("system prune", "[OPTIONS]", "Remove unused data")
                .options(
                        Option.flag('a', "all", "Remove all unused images not just dangling ones"),
                        Option.list("filter", "Provide filter values (e.g. \"label=<key>=<value>\")")
                                .valued("filter"),
                        Option.flag('f', "force", "Do not prompt for confirmation"),
                        Option.flag("volumes", "Prune anonymous volumes"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        Map<String, List<String>> filters = Filters.parse(arguments.list("filter"));
        boolean volumes = arguments.flag("volumes");
        if (volumes && filters.containsKey("until")) {
            throw new CommandFailure("ERROR: The \"until\" filter is not supported with \"--volumes\"");
        }
        if (!arguments.flag("force") && !Question.confirms(session, warning(arguments, filters))) {
            return 0;
        }
        JsonObject containers = session.client().containers().prune(filters);
        long reclaimed = containers.number("SpaceReclaimed");
        PruneContainers.list(session, "Deleted Containers", containers.strings("ContainersDeleted"));
        PruneContainers.list(
                session,
                "Deleted Networks",
                session.client().system().pruneNetworks(filters).strings("NetworksDeleted"));
        if (volumes) {
            JsonObject pruned = session.client().system().pruneVolumes(filters);
            reclaimed += pruned.number("SpaceReclaimed");
            PruneContainers.list(session, "Deleted Volumes", pruned.strings("VolumesDeleted"));
        }
        JsonObject images = session.client().images().prune(imageFilters(filters, arguments.flag("all")));
        PruneContainers.list(session, "Deleted Images", images(images));
        PruneContainers.reclaimed(session, reclaimed + images.number("SpaceReclaimed"));
        return 0;
    }

    private static String warning(Arguments arguments, Map<String, List<String>> filters) {
        List<String> lines = new ArrayList<>(List.of(
                "WARNING! This will remove:",
                "  - all stopped containers",
                "  - all networks not used by at least one container"));
        if (arguments.flag("volumes")) {
            lines.add("  - all anonymous volumes not used by at least one container");
        }
        lines.add(
                arguments.flag("all")
                        ? "  - all images without at least one container associated to them"
                        : "  - all dangling images");
        if (!filters.isEmpty()) {
            lines.add("");
            lines.add("  Items to be pruned will be filtered with:");
            filters.forEach((name, values) -> values.forEach(value -> lines.add("  - " + name + "=" + value)));
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private static Map<String, List<String>> imageFilters(Map<String, List<String>> filters, boolean all) {
        Map<String, List<String>> wanted = new LinkedHashMap<>(filters);
        wanted.put("dangling", List.of(Boolean.toString(!all)));
        return wanted;
    }

    private static List<String> images(JsonObject pruned) {
        List<String> lines = new ArrayList<>();
        for (JsonObject image : pruned.array("ImagesDeleted").objects()) {
            String untagged = image.string("Untagged");
            lines.add(untagged.isEmpty() ? "deleted: " + image.string("Deleted") : "untagged: " + untagged);
        }
        return lines;
    }
}
