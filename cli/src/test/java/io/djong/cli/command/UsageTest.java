package io.djong.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static JsonObject row(String reading) {
        JsonObject object = (JsonObject) JsonReader.parse(reading.getBytes(StandardCharsets.UTF_8));
        return new Usage(object).row("asked", false);
    }

    @Test
    void whatIsUsedIsToldAsDockerTellsIt() {
        JsonObject row = row("""
                {"id": "0123456789abcdef", "name": "/box", "pids_stats": {"current": 3},
                 "cpu_stats": {"cpu_usage": {"total_usage": 3000}, "system_cpu_usage": 20000, "online_cpus": 2},
                 "precpu_stats": {"cpu_usage": {"total_usage": 1000}, "system_cpu_usage": 10000},
                 "memory_stats": {"usage": 3145728, "limit": 8388608, "stats": {"total_inactive_file": 1048576}},
                 "networks": {"eth0": {"rx_bytes": 1000, "tx_bytes": 20}, "eth1": {"rx_bytes": 500, "tx_bytes": 0}},
                 "blkio_stats": {"io_service_bytes_recursive": [
                   {"op": "read", "value": 4096}, {"op": "Write", "value": 1}, {"op": "total", "value": 4097}]}}
                """);
        assertEquals(
                "0123456789ab box 40.00% 2MiB / 8MiB 25.00% 1.5kB / 20B 4.1kB / 1B 3",
                String.join(
                        " ",
                        row.string("ID"),
                        row.string("Name"),
                        row.string("CPUPerc"),
                        row.string("MemUsage"),
                        row.string("MemPerc"),
                        row.string("NetIO"),
                        row.string("BlockIO"),
                        row.string("PIDs")));
    }

    @Test
    void whatDoesNotRunUsesNothing() {
        JsonObject row = row("{\"id\": \"ab\", \"name\": \"/gone\"}");
        assertEquals(
                "0.00% 0B / 0B 0.00%",
                row.string("CPUPerc") + " " + row.string("MemUsage") + " " + row.string("MemPerc"));
    }
}
