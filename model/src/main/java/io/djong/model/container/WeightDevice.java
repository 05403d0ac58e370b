package io.djong.model.container;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A relative weight for one block device, 10 to 1000. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record WeightDevice(String path, int weight) {
    public WeightDevice {
        path = path == null ? "" : path;
    }
}
