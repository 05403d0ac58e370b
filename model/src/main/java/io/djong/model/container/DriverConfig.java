package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A volume driver and its options. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record DriverConfig(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> options) {
    public DriverConfig {
        name = name == null ? "" : name;
        options = Ordered.copy(options);
    }
}
