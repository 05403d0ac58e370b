package io.djong.model.container;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A rate for one block device, in bytes or operations a second. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record ThrottleDevice(String path, long rate) {
    public ThrottleDevice {
        path = path == null ? "" : path;
    }
}
