package io.djong.engine.event;

import io.djong.model.Filters;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Docker's filters of events: alternatives within a key, all keys together. A key that is not known chooses nothing and
 * leaves nothing out.
 */
final class EventFilter {
    /** Of objects, by the beginning of an id or a name; that of any object, as in Docker, whatever the key says. */
    private static final List<String> OBJECTS =
            List.of("container", "network", "volume", "daemon", "plugin", "node", "service", "secret", "config");

    /** Actions that tell more after a colon. */
    private static final Set<String> DETAILED = Set.of("exec_create", "exec_start", "health_status");

    private final Filters filters;

    /** Whether actions are meant by their beginning. */
    private final boolean detailed;

    EventFilter(Filters filters) {
        this.filters = filters;
        this.detailed = filters.get("event").stream().anyMatch(DETAILED::contains);
    }

    boolean accepts(Event event) {
        return filters.any("type", type -> type.equals(event.type().word()))
                && filters.any(
                        "event", action -> detailed ? event.action().startsWith(action) : action.equals(event.action()))
                && filters.any("scope", "local"::equals)
                && filters.labels("label", event.attributes())
                && OBJECTS.stream().allMatch(key -> filters.any(key, wanted -> names(event, wanted)))
                && filters.any("image", wanted -> namesImage(event, wanted));
    }

    private static boolean names(Event event, String wanted) {
        return event.actorId().startsWith(wanted)
                || event.attributes().getOrDefault("name", "").startsWith(wanted);
    }

    /** An image is meant by its own events and by those of its containers, with or without the tag. */
    private static boolean namesImage(Event event, String wanted) {
        Map<String, String> attributes = event.attributes();
        String name = attributes.getOrDefault(event.type() == EventType.IMAGE ? "name" : "image", "");
        return wanted.equals(event.actorId()) || wanted.equals(name) || wanted.equals(withoutTag(name));
    }

    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
