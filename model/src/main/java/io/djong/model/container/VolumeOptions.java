package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Options of a volume mount. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record VolumeOptions(
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean noCopy,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DriverConfig driverConfig,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String subpath) {
    public VolumeOptions {
        labels = Ordered.copy(labels);
        subpath = subpath == null ? "" : subpath;
    }
}
