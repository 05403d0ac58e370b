package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code system df}: a line for each kind of what takes up the disk. */
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
                .options(Listing.formatOption());
    }

    @Override
    public int run(Session session, Arguments arguments) {
        JsonObject usage = session.client().system().diskUsage();
        LISTING.print(
                session,
                arguments.text("format"),
                List.of(images(usage), containers(usage), volumes(usage), buildCache(usage)));
        return 0;
    }

    private static JsonObject images(JsonObject usage) {
        List<JsonObject> images = usage.array("Images").objects();
        long size = usage.number("LayersSize");
        long used = 0;
        int active = 0;
        for (JsonObject image : images) {
            if (image.number("Containers") > 0) {
                active++;
                long own = image.number("Size") - image.number("SharedSize");
                used += image.number("Size") < 0 || image.number("SharedSize") < 0 ? 0 : own;
            }
        }
        return row("Images", images.size(), active, size, size - used);
    }

    private static JsonObject containers(JsonObject usage) {
        List<JsonObject> containers = usage.array("Containers").objects();
        long size = 0;
        long unused = 0;
        int active = 0;
        for (JsonObject container : containers) {
            boolean runs = ACTIVE.contains(container.string("State"));
            active += runs ? 1 : 0;
            size += container.number("SizeRw");
            unused += runs ? 0 : container.number("SizeRw");
        }
        return row("Containers", containers.size(), active, size, unused);
    }

    private static JsonObject volumes(JsonObject usage) {
        List<JsonObject> volumes = usage.array("Volumes").objects();
        long size = 0;
        long unused = 0;
        int active = 0;
        for (JsonObject volume : volumes) {
            long own = Math.max(0, volume.object("UsageData").number("Size"));
            boolean used = volume.object("UsageData").number("RefCount") > 0;
            active += used ? 1 : 0;
            size += own;
            unused += used ? 0 : own;
        }
        return row("Local Volumes", volumes.size(), active, size, unused);
    }

    private static JsonObject buildCache(JsonObject usage) {
        List<JsonObject> entries = usage.array("BuildCache").objects();
        long size = 0;
        long unused = 0;
        int active = 0;
        for (JsonObject entry : entries) {
            active += entry.truth("InUse") ? 1 : 0;
            size += entry.truth("Shared") ? 0 : entry.number("Size");
            unused += entry.truth("InUse") || entry.truth("Shared") ? 0 : entry.number("Size");
        }
        return row("Build Cache", entries.size(), active, size, unused);
    }

    private static JsonObject row(String type, int total, int active, long size, long reclaimable) {
        String share = size > 0 && !type.equals("Build Cache") ? " (" + reclaimable * 100 / size + "%)" : "";
        return JsonObject.builder()
                .put("Active", Integer.toString(active))
                .put("Reclaimable", ByteSize.decimal(reclaimable, DIGITS) + share)
                .put("Size", ByteSize.decimal(size, DIGITS))
                .put("TotalCount", Integer.toString(total))
                .put("Type", type)
                .build();
    }
}
