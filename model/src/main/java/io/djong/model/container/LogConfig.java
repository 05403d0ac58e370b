package io.djong.model.container;

import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The log driver and its options; an empty type means the daemon's default. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record LogConfig(String type, Map<String, String> config) {
    public LogConfig {
        type = type == null ? "" : type;
        config = Ordered.copy(config);
    }
}
