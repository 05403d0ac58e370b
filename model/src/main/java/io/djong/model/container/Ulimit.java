package io.djong.model.container;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A resource limit by its setrlimit(2) name in lower case; -1 is unlimited. */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record Ulimit(String name, long soft, long hard) {
    public Ulimit {
        name = name == null ? "" : name;
    }
}
