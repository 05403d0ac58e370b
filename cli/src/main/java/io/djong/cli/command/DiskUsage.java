package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code system df}: a line for each kind of what takes up the disk, or for each thing. */
public final class DiskUsage implements Command {
    private static final int DIGITS = 4;
    private static final Set<String> ACTIVE = Set.of("running", "paused", "restarting");

    private static final Listing LISTING = new Listing(
            Map.of(
                    "Type", "TYPE",
                    "TotalCount", "TOTAL",
                    "Active", "ACTIVE",
                    "Size", "SIZE",
                    "Reclaimable", "RECLAIMABLE"),
            List.of("Type", "TotalCount", "Active", "Size", "Reclaimable"));

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("system df", "[OPTIONS]", "Show docker disk usage")
                .options(
                        Listing.formatOption(),
                        Option.flag('v', "verbose", "Show detailed information on space usage"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        JsonObject usage = session.client().system().diskUsage();
        if (arguments.flag("verbose")) {
            long now = session.clock().instant().getEpochSecond();
            String format = arguments.text("format");
            DiskUsageDetails details = new DiskUsageDetails(usage, now, !format.isEmpty());
            if (format.isEmpty()) {
                details.print(session);
            } else {
                details.print(session, format);
            }
            return 0;
        }
        LISTING.print(
                session,
                arguments.text("format"),
                List.of(images(usage), containers(usage), volumes(usage), buildCache(usage)));
        return 0;
    }

    private static JsonObject images(JsonObject usage) {
        Sum sum = new Sum();
        for (JsonObject image : usage.array("Images").objects()) {
            boolean known = image.number("Size") >= 0 && image.number("SharedSize") >= 0;
            long own = known ? image.number("Size") - image.number("SharedSize") : 0;
            sum.add(own, image.number("Containers") > 0);
        }
        long size = usage.number("LayersSize");
        return row("Images", sum, size, size - sum.used);
    }

    private static JsonObject containers(JsonObject usage) {
        Sum sum = new Sum();
        usage.array("Containers")
                .objects()
                .forEach(container -> sum.add(container.number("SizeRw"), ACTIVE.contains(container.string("State"))));
        return row("Containers", sum);
    }

    private static JsonObject volumes(JsonObject usage) {
        Sum sum = new Sum();
        for (JsonObject volume : usage.array("Volumes").objects()) {
            JsonObject data = volume.object("UsageData");
            sum.add(Math.max(0, data.number("Size")), data.number("RefCount") > 0);
        }
        return row("Local Volumes", sum);
    }

    private static JsonObject buildCache(JsonObject usage) {
        Sum sum = new Sum();
        usage.array("BuildCache")
                .objects()
                .forEach(entry -> sum.add(entry.truth("Shared") ? 0 : entry.number("Size"), entry.truth("InUse")));
        return row("Build Cache", sum);
    }

    private static JsonObject row(String type, Sum sum) {
        return row(type, sum, sum.size, sum.size - sum.used);
    }

    private static JsonObject row(String type, Sum sum, long size, long reclaimable) {
        String share = size > 0 && !type.equals("Build Cache") ? " (" + reclaimable * 100 / size + "%)" : "";
        return JsonObject.builder()
                .put("Active", Integer.toString(sum.active))
                .put("Reclaimable", ByteSize.decimal(reclaimable, DIGITS) + share)
                .put("Size", ByteSize.decimal(size, DIGITS))
                .put("TotalCount", Integer.toString(sum.count))
                .put("Type", type)
                .build();
    }

    /** How many there are, how many of them are in use, and the bytes of these and those. */
    private static final class Sum {
        private int count;
        private int active;
        private long size;
        private long used;

        void add(long bytes, boolean inUse) {
            count++;
            size += bytes;
            active += inUse ? 1 : 0;
            used += inUse ? bytes : 0;
        }
    }
}
