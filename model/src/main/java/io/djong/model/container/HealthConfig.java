package io.djong.model.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** How a container is probed; durations in nanoseconds, zero meaning inherited (API definition HealthConfig). */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record HealthConfig(
        List<String> test, long interval, long timeout, long startPeriod, long startInterval, int retries) {
    public HealthConfig {
        test = test == null ? List.of() : List.copyOf(test);
    }
}
