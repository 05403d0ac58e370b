package io.djong.model.container;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** One host side of a published port: an address, empty for all, and a port or range, empty for one that the engine picks. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record PortBinding(String hostIp, String hostPort) {
    public PortBinding {
        hostIp = hostIp == null ? "" : hostIp;
        hostPort = hostPort == null ? "" : hostPort;
    }
}
