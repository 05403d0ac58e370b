package io.djong.engine.system;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import java.util.Map;
import java.util.TreeMap;

/** What is told of the daemon itself. */
public final class DaemonEvents {
    private final Events events;
    private final String id;

    /** @param id the engine's identity */
    public DaemonEvents(Events events, String id) {
        this.events = events;
        this.id = id;
    }

    /**
     * Its configuration was read again.
     *
     * @param settings all that may change so, as they are now
     */
    public void reloaded(Map<String, String> settings) {
        Map<String, String> attributes = new TreeMap<>(settings);
        attributes.put("name", HostFacts.hostname());
        events.emit(EventType.DAEMON, "reload", id, attributes);
    }
}
