package io.djong.model.container;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What happens when the main process ends: no, always, unless-stopped or on-failure, the last with a bound if positive (API definition RestartPolicy). */
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record RestartPolicy(String name, int maximumRetryCount) {
    public RestartPolicy {
        name = name == null ? "" : name;
    }
}
