package io.djong.engine.health;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is held of a container that is probed, in the API's words. */
public enum HealthStatus {
    STARTING,
    HEALTHY,
    UNHEALTHY;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
