package io.djong.engine.event;

import io.djong.model.Filters;
import java.util.Map;
import java.util.Set;

/** Docker's filters of events: alternatives within a key, all keys together. */
final class EventFilter {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "event",
            "container",
            "image",
            "label",
            "network",
            "volume",
            "daemon",
            "scope",
            "plugin",
            "node",
            "service",
            "secret",
            "config");

    private final Filters filters;

    EventFilter(Filters filters) {
        this.filters = filters.requireKnown(KNOWN);
    }

    boolean accepts(Event event) {
        return filters.any("type", type -> type.equals(event.type().word()))
                && filters.any("event", action -> isAction(event.action(), action))
                && filters.any("scope", "local"::equals)
                && filters.labels("label", event.attributes())
                && actor(event, "container", EventType.CONTAINER)
                && actor(event, "network", EventType.NETWORK)
                && actor(event, "volume", EventType.VOLUME)
                && actor(event, "daemon", EventType.DAEMON)
                && image(event)
                && noneOf("plugin", "node", "service", "secret", "config");
    }

    /** {@code exec_start} also means {@code exec_start: sh}. */
    private static boolean isAction(String action, String wanted) {
        return action.equals(wanted) || action.startsWith(wanted + ":");
    }

    private boolean actor(Event event, String key, EventType type) {
        return filters.any(key, wanted -> event.type() == type && names(event, wanted));
    }

    private static boolean names(Event event, String wanted) {
        Map<String, String> attributes = event.attributes();
        return event.actorId().equals(wanted)
                || wanted.equals(attributes.get("name"))
                || (wanted.length() >= 12 && event.actorId().startsWith(wanted));
    }

    /** An image is meant by its own events and by those of its containers, with or without the tag. */
    private boolean image(Event event) {
        return filters.any("image", wanted -> {
            String name = event.type() == EventType.IMAGE
                    ? event.attributes().getOrDefault("name", "")
                    : event.attributes().getOrDefault("image", "");
            return name.equals(wanted)
                    || name.startsWith(wanted + ":")
                    || event.actorId().equals(wanted);
        });
    }

    private boolean noneOf(String... keys) {
        for (String key : keys) {
            if (filters.has(key)) {
                return false;
            }
        }
        return true;
    }
}
