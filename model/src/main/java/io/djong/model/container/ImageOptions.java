package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Options of an image mount. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record ImageOptions(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String subpath) {
    public ImageOptions {
        subpath = subpath == null ? "" : subpath;
    }
}
