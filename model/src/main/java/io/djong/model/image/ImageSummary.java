package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.model.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One line of the list of images (API definition ImageSummary).
 *
 * @param created seconds since the epoch
 * @param size bytes of all layers, unpacked
 * @param sharedSize bytes of the layers that other images have too; -1 where it was not asked for
 * @param containers how many containers use the image
 * @param descriptor of the index or manifest that it came with, where it is asked for
 * @param manifests that it came with, where they are asked for
 */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record ImageSummary(
        Digest id,
        @JsonProperty("ParentId") String parentId,
        List<String> repoTags,
        List<String> repoDigests,
        long created,
        long size,
        long sharedSize,

        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Map<String, String> labels,

        long containers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Descriptor descriptor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ImageManifestSummary> manifests) {
    public static final long NOT_COUNTED = -1;

    public ImageSummary {
        parentId = parentId == null ? "" : parentId;
        repoTags = repoTags == null ? List.of() : List.copyOf(repoTags);
        repoDigests = repoDigests == null ? List.of() : List.copyOf(repoDigests);
    }
}
