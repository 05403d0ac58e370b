package io.djong.engine.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kind of object that an event is about. */
public enum EventType {
    CONTAINER,
    IMAGE,
    NETWORK,
    VOLUME,
    DAEMON;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
