package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import java.util.Map;
import java.util.TreeMap;

/** Replaces the records of containers: on the disk with the event that tells of it, then in memory. */
final class ContainerChanges {
    private final Events events;

    ContainerChanges(Events events) {
        this.events = events;
    }

    /** Replaces the record of a container whose {@link Container#transition} the caller holds. */
    void replace(Container container, ContainerRecord record, String action, Map<String, String> moreAttributes) {
        Map<String, String> attributes = new TreeMap<>(container.attributes());
        attributes.putAll(moreAttributes);
        events.commit(tx -> {
            ContainerTable.save(tx, record);
            events.add(tx, EventType.CONTAINER, action, record.id().value(), attributes);
            return true;
        });
        container.replace(record);
    }
}
