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

    /** Whether Docker counts it as running: there is a main process, or will be one by itself. */
    public boolean isActive() {
        return isRunning() || this == RESTARTING;
    }

    /** Whether it has been removed, or is about to be. */
    boolean isLeaving() {
        return this == REMOVING || this == DEAD;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
