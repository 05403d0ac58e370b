package io.djong.cli.command;

import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.util.Locale;

/** What a container uses, as people read it: by API definition ContainerStatsResponse, in docker's words. */
record Usage(JsonObject reading) {
    private static final int DIGITS = 3;
    private static final int SHORT_ID = 12;

    /** @param container as it was asked for */
    JsonObject row(String container, boolean whole) {
        String id = reading.string("id");
        String name = reading.string("name");
        long limit = reading.object("memory_stats").number("limit");
        return JsonObject.builder()
                .put("BlockIO", pair(blocks("read"), blocks("write")))
                .put("CPUPerc", percent(processors()))
                .put("Container", container)
                .put("ID", whole || id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID))
                .put("MemPerc", percent(limit == 0 ? 0 : 100.0 * memory() / limit))
                .put("MemUsage", ByteSize.binary(memory()) + " / " + ByteSize.binary(limit))
                .put("Name", name.startsWith("/") ? name.substring(1) : name)
                .put("NetIO", pair(network("rx_bytes"), network("tx_bytes")))
                .put("PIDs", Long.toString(reading.object("pids_stats").number("current")))
                .build();
    }

    private static String pair(long in, long out) {
        return ByteSize.decimal(in, DIGITS) + " / " + ByteSize.decimal(out, DIGITS);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }

    /** The share of one processor between the two readings of the answer. */
    private double processors() {
        JsonObject now = reading.object("cpu_stats");
        JsonObject before = reading.object("precpu_stats");
        double own = now.object("cpu_usage").number("total_usage")
                - (double) before.object("cpu_usage").number("total_usage");
        double all = now.number("system_cpu_usage") - (double) before.number("system_cpu_usage");
        long online = now.number("online_cpus");
        long count = online > 0
                ? online
                : now.object("cpu_usage").array("percpu_usage").size();
        return own > 0 && all > 0 ? own / all * count * 100 : 0;
    }

    /** Without the page cache that the kernel can take back at once. */
    private long memory() {
        JsonObject memory = reading.object("memory_stats");
        long usage = memory.number("usage");
        JsonObject details = memory.object("stats");
        String cache = details.has("total_inactive_file") ? "total_inactive_file" : "inactive_file"; // v1, v2
        long idle = details.number(cache);
        return idle < usage ? usage - idle : usage;
    }

    private long network(String direction) {
        JsonObject networks = reading.object("networks");
        return networks.members().keySet().stream()
                .mapToLong(name -> networks.object(name).number(direction))
                .sum();
    }

    private long blocks(String operation) {
        return reading.object("blkio_stats").array("io_service_bytes_recursive").objects().stream()
                .filter(entry -> entry.string("op").equalsIgnoreCase(operation))
                .mapToLong(entry -> entry.number("value"))
                .sum();
    }
}
