package io.djong.api.wire;

import io.djong.engine.volume.Volume;
import io.djong.model.json.Json;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** A volume (API definition Volume). */
public final class VolumeDocument {
    private VolumeDocument() {}

    public static ObjectNode of(Volume volume, Path mountpoint) {
        ObjectNode document = Json.object();
        document.put(
                "CreatedAt", volume.created().truncatedTo(ChronoUnit.SECONDS).toString());
        document.put("Driver", Volume.DRIVER);
        document.set("Labels", orNull(volume.labels()));
        document.put("Mountpoint", mountpoint.toString());
        document.put("Name", volume.name());
        document.set("Options", orNull(volume.options()));
        return document.put("Scope", "local");
    }

    private static JsonNode orNull(Map<String, String> map) {
        return map.isEmpty() ? NullNode.getInstance() : Trees.object(map);
    }
}
