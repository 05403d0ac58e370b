package io.djong.engine.container;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a container is in its life, in the API's words. */
public enum ContainerStatus {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD;

    /** Whether there is a main process. */
    public boolean isRunning() {
        return this == RUNNING || this == PAUSED;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
