package io.djong.engine.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that happened (API definition EventMessage).
 *
 * @param sequence grows with every event; 0 before it is kept
 * @param action as {@code start}, or {@code exec_create: sh}
 * @param attributes of the object, as name, image and labels
 */
public record Event(
        long sequence, Instant time, EventType type, String action, String actorId, Map<String, String> attributes) {

    public Event {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    Event withSequence(long newSequence) {
        return new Event(newSequence, time, type, action, actorId, attributes);
    }
}
