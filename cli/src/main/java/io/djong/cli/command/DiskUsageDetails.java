package io.djong.cli.command;

import io.djong.cli.format.Units;
import io.djong.cli.template.Template;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code system df --verbose}: a line for each image, container, volume and build's result. */
final class DiskUsageDetails {
    private static final int DIGITS = 3;
    private static final int UNIQUE_DIGITS = 4;

    private static final Listing IMAGES = new Listing(
            Images.HEADINGS,
            List.of("Repository", "Tag", "ID", "CreatedSince", "Size", "SharedSize", "UniqueSize", "Containers"));

    private static final Listing CONTAINERS = new Listing(
            Ps.HEADINGS, List.of("ID", "Image", "Command", "LocalVolumes", "Size", "RunningFor", "Status", "Names"));

    private static final Listing VOLUMES = new Listing(
            Map.of("Name", "VOLUME NAME", "Links", "LINKS", "Size", "SIZE"), List.of("Name", "Links", "Size"));

    private static final Listing BUILD_CACHE = new Listing(
            Map.of(
                    "ID", "CACHE ID",
                    "CacheType", "CACHE TYPE",
                    "Size", "SIZE",
                    "CreatedSince", "CREATED",
                    "LastUsedSince", "LAST USED",
                    "UsageCount", "USAGE",
                    "Shared", "SHARED"),
            List.of("ID", "CacheType", "Size", "CreatedSince", "LastUsedSince", "UsageCount", "Shared"));

    private final JsonObject usage;
    private final long now;
    private final boolean whole;

    /**
     * What is to be told.
     *
     * @param usage as the engine answered
     * @param now in seconds
     * @param whole whether ids and commands are told whole
     */
    DiskUsageDetails(JsonObject usage, long now, boolean whole) {
        this.usage = usage;
        this.now = now;
        this.whole = whole;
    }

    void print(Session session) {
        print(session, "Images space usage:", IMAGES, rows("Images", this::image));
        print(session, "Containers space usage:", CONTAINERS, rows("Containers", this::container));
        print(session, "Local Volumes space usage:", VOLUMES, rows("Volumes", DiskUsageDetails::volume));
        long cached = usage.array("BuildCache").objects().stream()
                .filter(entry -> !entry.truth("Shared"))
                .mapToLong(entry -> entry.number("Size"))
                .sum();
        session.line("Build cache usage: " + ByteSize.decimal(cached, UNIQUE_DIGITS));
        session.line("");
        BUILD_CACHE.print(session, "", rows("BuildCache", this::cached));
    }

    private static void print(Session session, String title, Listing listing, List<JsonObject> rows) {
        session.line(title);
        session.line("");
        listing.print(session, "", rows);
        session.line("");
    }

    /** Prints one text, of a template over all rows by the names of their kinds. */
    void print(Session session, String format) {
        Template template = Listing.parse(format.equals("json") ? "{{json .}}" : format);
        JsonObject all = JsonObject.builder()
                .put("Images", new JsonArray(List.copyOf(rows("Images", this::image))))
                .put("Containers", new JsonArray(List.copyOf(rows("Containers", this::container))))
                .put("Volumes", new JsonArray(List.copyOf(rows("Volumes", DiskUsageDetails::volume))))
                .put("BuildCache", new JsonArray(List.copyOf(rows("BuildCache", this::cached))))
                .build();
        session.line(Listing.apply(template, all));
    }

    private List<JsonObject> rows(String kind, Function<JsonObject, JsonObject> row) {
        return usage.array(kind).objects().stream().map(row).toList();
    }

    private JsonObject image(JsonObject image) {
        JsonObject row = Images.row(image, Images.names(image, false).getFirst(), whole, now);
        long unique = image.number("Size") - image.number("SharedSize");
        return with(row, "UniqueSize", ByteSize.decimal(unique, UNIQUE_DIGITS));
    }

    private JsonObject container(JsonObject container) {
        return with(
                Ps.row(container, whole, now, "json"), "Size", ByteSize.decimal(container.number("SizeRw"), DIGITS));
    }

    private static JsonObject volume(JsonObject volume) {
        JsonObject used = volume.object("UsageData");
        long size = used.number("Size");
        return JsonObject.builder()
                .put("Driver", volume.string("Driver"))
                .put("Labels", Ps.labels(volume))
                .put("Links", Long.toString(used.number("RefCount")))
                .put("Mountpoint", volume.string("Mountpoint"))
                .put("Name", volume.string("Name"))
                .put("Scope", volume.string("Scope"))
                .put("Size", size < 0 ? "N/A" : ByteSize.decimal(size, DIGITS))
                .build();
    }

    private JsonObject cached(JsonObject entry) {
        return JsonObject.builder()
                .put("ID", entry.string("ID"))
                .put("CacheType", entry.string("Type"))
                .put("Size", ByteSize.decimal(entry.number("Size"), DIGITS))
                .put("CreatedSince", since(entry.string("CreatedAt")))
                .put("LastUsedSince", since(entry.string("LastUsedAt")))
                .put("UsageCount", Long.toString(entry.number("UsageCount")))
                .put("Shared", Boolean.toString(entry.truth("Shared")))
                .build();
    }

    private String since(String moment) {
        return moment.isEmpty() ? "" : Units.ago(Instant.parse(moment).getEpochSecond(), now);
    }

    private static JsonObject with(JsonObject row, String name, String value) {
        JsonObject.Builder changed = JsonObject.builder();
        row.members().forEach(changed::put);
        return changed.put(name, value).build();
    }
}
