package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** One effect of removing an image: a name or a layer that went; the other part is empty (API definition ImageDeleteResponseItem). */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageDeleteItem(String untagged, String deleted) {
    public ImageDeleteItem {
        untagged = untagged == null ? "" : untagged;
        deleted = deleted == null ? "" : deleted;
    }

    public static ImageDeleteItem untagged(String name) {
        return new ImageDeleteItem(name, "");
    }

    public static ImageDeleteItem deleted(String digest) {
        return new ImageDeleteItem("", digest);
    }
}
