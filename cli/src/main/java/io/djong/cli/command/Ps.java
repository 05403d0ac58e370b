package io.djong.cli.command;

import io.djong.cli.format.Units;
import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.ContainerOperations.ListOptions;
import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ps}. */
public final class Ps implements Command {
    private static final int SHORT_ID = 12;
    private static final int DIGITS = 3;
    private static final int SHORT_COMMAND = 20;
    private static final int SHORT_MOUNT = 15;

    static final Map<String, String> HEADINGS = Map.ofEntries(
            Map.entry("ID", "CONTAINER ID"),
            Map.entry("Image", "IMAGE"),
            Map.entry("Command", "COMMAND"),
            Map.entry("CreatedAt", "CREATED AT"),
            Map.entry("RunningFor", "CREATED"),
            Map.entry("Status", "STATUS"),
            Map.entry("State", "STATE"),
            Map.entry("Ports", "PORTS"),
            Map.entry("Names", "NAMES"),
            Map.entry("Size", "SIZE"),
            Map.entry("Labels", "LABELS"),
            Map.entry("Mounts", "MOUNTS"),
            Map.entry("LocalVolumes", "LOCAL VOLUMES"),
            Map.entry("Networks", "NETWORKS"));

    private static final List<String> COLUMNS =
            List.of("ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names");

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("ps", "[OPTIONS]", "List containers")
                .options(
                        Option.flag('a', "all", "Show all containers (default shows just running)"),
                        Option.filter(),
                        Listing.formatOption(),
                        Option.integer('n', "last", "Show the n containers made last, in any state (default -1)")
                                .startingWith("-1"),
                        Option.flag('l', "latest", "Show the container made last, in any state"),
                        Option.flag("no-trunc", "Don't truncate output"),
                        Option.flag('q', "quiet", "Only display container IDs"),
                        Option.flag('s', "size", "Display total file sizes"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        int last = arguments.flag("latest") ? 1 : (int) arguments.number("last");
        String format = arguments.text("format");
        boolean size = arguments.flag("size") || format.contains(".Size");
        ListOptions options =
                new ListOptions(arguments.flag("all"), last, size, Filters.parse(arguments.list("filter")));
        List<JsonObject> containers =
                session.client().containers().list(options).objects();

        boolean whole = arguments.flag("no-trunc");
        if (arguments.flag("quiet") && format.isEmpty()) {
            containers.forEach(container -> session.line(id(container, whole)));
            return 0;
        }
        long now = session.clock().instant().getEpochSecond();
        List<JsonObject> rows = new ArrayList<>();
        for (JsonObject container : containers) {
            rows.add(row(container, whole, now, format));
        }
        List<String> columns = new ArrayList<>(COLUMNS);
        if (arguments.flag("size")) {
            columns.add("Size");
        }
        new Listing(HEADINGS, columns).print(session, format, rows);
        return 0;
    }

    private static String id(JsonObject container, boolean whole) {
        String id = container.string("Id");
        return whole || id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }

    static JsonObject row(JsonObject container, boolean whole, long now, String format) {
        JsonObject.Builder row = JsonObject.builder()
                .put("Command", command(container.string("Command"), whole))
                .put("ID", id(container, whole))
                .put("Image", image(container, whole))
                .put("Names", names(container, whole))
                .put("Ports", PublishedPorts.format(container.array("Ports").objects()))
                .put("RunningFor", Units.ago(container.number("Created"), now))
                .put("State", container.string("State"))
                .put("Status", container.string("Status"))
                .put("Size", size(container));
        if (format.isEmpty() || format.equals("table")) {
            return row.build();
        }
        row.put("CreatedAt", Units.moment(container.number("Created")))
                .put("Labels", labels(container))
                .put("LocalVolumes", Long.toString(localVolumes(container)))
                .put("Mounts", mounts(container, whole))
                .put("Networks", networks(container));
        return new JsonObject(new TreeMap<>(row.build().members()));
    }

    private static String command(String command, boolean whole) {
        boolean fits = whole || command.codePointCount(0, command.length()) <= SHORT_COMMAND;
        String shown = fits ? command : command.substring(0, command.offsetByCodePoints(0, SHORT_COMMAND - 1)) + "…";
        return "\""
                + shown.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + "\"";
    }

    private static String image(JsonObject container, boolean whole) {
        String image = container.string("Image");
        if (image.isEmpty()) {
            return "<no image>";
        }
        boolean bare = image.startsWith("sha256:");
        return bare && !whole ? image.substring(7, Math.min(image.length(), 7 + SHORT_ID)) : image;
    }

    /** The names that are the container's own; links name it through another, with a second slash. */
    private static String names(JsonObject container, boolean whole) {
        List<String> names = new ArrayList<>();
        for (String name : container.strings("Names")) {
            String stripped = name.startsWith("/") ? name.substring(1) : name;
            if (whole || stripped.indexOf('/') < 0) {
                names.add(stripped);
            }
        }
        return String.join(",", names);
    }

    private static String size(JsonObject container) {
        String own = ByteSize.decimal(container.number("SizeRw"), DIGITS);
        long all = container.number("SizeRootFs");
        return all > 0 ? own + " (virtual " + ByteSize.decimal(all, DIGITS) + ")" : own;
    }

    static String labels(JsonObject object) {
        JsonObject labels = object.object("Labels");
        List<String> pairs = new ArrayList<>();
        for (String name : new TreeMap<>(labels.members()).keySet()) {
            pairs.add(name + "=" + labels.string(name));
        }
        return String.join(",", pairs);
    }

    private static long localVolumes(JsonObject container) {
        return container.array("Mounts").objects().stream()
                .filter(mount -> mount.string("Driver").equals("local"))
                .count();
    }

    private static String mounts(JsonObject container, boolean whole) {
        List<String> names = new ArrayList<>();
        for (JsonObject mount : container.array("Mounts").objects()) {
            String name = mount.string("Name").isEmpty() ? mount.string("Source") : mount.string("Name");
            names.add(whole || name.length() <= SHORT_MOUNT ? name : name.substring(0, SHORT_MOUNT - 1) + "…");
        }
        return String.join(",", names);
    }

    private static String networks(JsonObject container) {
        JsonObject networks = container.object("NetworkSettings").object("Networks");
        return String.join(",", new TreeMap<>(networks.members()).keySet());
    }
}
