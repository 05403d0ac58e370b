package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import io.djong.engine.image.InspectedImage;
import io.djong.model.container.ContainerConfig;
import io.djong.model.image.ImageInspect;
import io.djong.model.image.ImageSummary;
import tools.jackson.databind.node.ObjectNode;

/** Images, with what newer versions of the API no longer say. */
public final class ImageDocuments {
    private static final String GO_ZERO_TIME = "0001-01-01T00:00:00Z";

    private ImageDocuments() {}

    public static ObjectNode summary(ImageSummary image, ApiVersion version) {
        ObjectNode document = (ObjectNode) Trees.of(image);
        if (version.before(1, 44)) {
            document.put("VirtualSize", image.size());
        }
        return document;
    }

    /** A line of the list, where old versions have words for an image without a name, and count no containers. */
    public static ObjectNode listed(ImageSummary image, ApiVersion version) {
        ObjectNode document = summary(image, version);
        boolean nameless = image.repoTags().isEmpty() && image.repoDigests().isEmpty();
        if (version.before(1, 43) && nameless) {
            document.putArray("RepoTags").add("<none>:<none>");
            document.putArray("RepoDigests").add("<none>@<none>");
        }
        if (version.before(1, 48)) {
            document.remove("Descriptor");
        }
        if (version.before(1, 51)) {
            document.put("Containers", ImageSummary.NOT_COUNTED);
        }
        return document;
    }

    public static ObjectNode inspect(InspectedImage inspected, boolean manifests, ApiVersion version) {
        ImageInspect image = inspected.image();
        ObjectNode document = (ObjectNode) Trees.of(image);
        if (version.before(1, 44)) {
            document.put("VirtualSize", image.size());
            document.put("Created", image.created().isEmpty() ? GO_ZERO_TIME : image.created());
        }
        if (version.atLeast(1, 48)) {
            inspected.root().ifPresent(root -> document.set("Descriptor", Trees.of(root)));
            if (manifests) {
                document.set("Manifests", Trees.of(inspected.manifests().get()));
            }
        }
        if (version.before(1, 45)) {
            document.put("Container", image.container());
            ContainerConfig config = image.containerConfig();
            document.set("ContainerConfig", Trees.of(config == null ? ContainerConfig.EMPTY : config));
        }
        return document;
    }
}
