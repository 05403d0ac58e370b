package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import io.djong.model.container.ContainerConfig;
import io.djong.model.image.ImageInspect;
import io.djong.model.image.ImageSummary;
import tools.jackson.databind.node.ObjectNode;

/** Images, with what newer versions of the API no longer say. */
public final class ImageDocuments {
    private ImageDocuments() {}

    public static ObjectNode summary(ImageSummary image, ApiVersion version) {
        ObjectNode document = (ObjectNode) Trees.of(image);
        if (version.before(1, 44)) {
            document.put("VirtualSize", image.size());
        }
        return document;
    }

    public static ObjectNode inspect(ImageInspect image, ApiVersion version) {
        ObjectNode document = (ObjectNode) Trees.of(image);
        if (version.before(1, 44)) {
            document.put("VirtualSize", image.size());
        }
        if (version.before(1, 45)) {
            document.put("Container", image.container());
            ContainerConfig config = image.containerConfig();
            document.set("ContainerConfig", Trees.of(config == null ? ContainerConfig.EMPTY : config));
        }
        return document;
    }
}
