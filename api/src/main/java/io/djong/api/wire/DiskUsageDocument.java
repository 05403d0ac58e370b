package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import io.djong.engine.container.ListedContainer;
import io.djong.engine.system.DiskUsage;
import io.djong.engine.volume.VolumeUsage;
import io.djong.model.image.ImageSummary;
import io.djong.model.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The account of disk space (API: {@code GET /system/df}). What was not asked for is null. */
public final class DiskUsageDocument {
    private DiskUsageDocument() {}

    public static ObjectNode of(DiskUsage.Report report, Set<DiskUsage.Kind> kinds, ApiVersion version, Instant now) {
        ObjectNode document = Json.object();
        document.put(
                "LayersSize", report.images().map(DiskUsage.ImageSpace::layers).orElse(0L));
        document.set(
                "Images",
                report.images().map(space -> images(space.images(), version)).orElse(null));
        document.set(
                "Containers",
                report.containers().map(all -> containers(all, version, now)).orElse(null));
        document.set("Volumes", report.volumes().map(DiskUsageDocument::volumes).orElse(null));
        document.set("BuildCache", kinds.contains(DiskUsage.Kind.BUILD_CACHE) ? Trees.array() : null);
        if (version.before(1, 42)) {
            document.put("BuilderSize", 0);
        }
        return document;
    }

    private static JsonNode images(List<ImageSummary> images, ApiVersion version) {
        ArrayNode array = Trees.array();
        images.forEach(image -> array.add(ImageDocuments.summary(image, version)));
        return array;
    }

    private static JsonNode containers(List<ListedContainer> containers, ApiVersion version, Instant now) {
        ArrayNode array = Trees.array();
        containers.forEach(container -> array.add(ContainerSummary.of(container, version, now)));
        return array;
    }

    private static JsonNode volumes(List<VolumeUsage> volumes) {
        ArrayNode array = Trees.array();
        for (VolumeUsage volume : volumes) {
            ObjectNode document = VolumeDocument.of(volume.volume(), volume.mountpoint());
            document.putObject("UsageData").put("RefCount", volume.containers()).put("Size", volume.bytes());
            array.add(document);
        }
        return array;
    }
}
