package io.djong.model.image;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One step of an image's history, newest first in lists (API definition HistoryResponseItem).
 *
 * @param id the image's id on the newest step, {@code <missing>} on the others
 * @param created seconds since the epoch
 * @param size bytes that the step's layer holds, unpacked
 */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record ImageHistoryItem(
        String comment,
        long created,
        String createdBy,
        String id,
        long size,
        @Nullable List<String> tags) {
    public static final String MISSING = "<missing>";
}
