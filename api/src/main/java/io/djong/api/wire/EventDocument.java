package io.djong.api.wire;

import io.djong.engine.event.Event;
import io.djong.engine.event.EventType;
import io.djong.model.json.Json;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** An event (API definition EventMessage), with the older names of the same facts before it. */
public final class EventDocument {
    private EventDocument() {}

    public static ObjectNode of(Event event) {
        ObjectNode document = Json.object();
        if (event.type() == EventType.CONTAINER || event.type() == EventType.IMAGE) {
            document.put("status", event.action());
            if (!event.actorId().isEmpty()) {
                document.put("id", event.actorId());
            }
            String image = event.attributes().get("image");
            if (event.type() == EventType.CONTAINER && image != null) {
                document.put("from", image);
            }
        }
        document.put("Type", event.type().word());
        document.put("Action", event.action());
        document.putObject("Actor").put("ID", event.actorId()).set("Attributes", Trees.object(event.attributes()));
        document.put("scope", "local");
        Instant time = event.time();
        document.put("time", time.getEpochSecond());
        document.put("timeNano", time.getEpochSecond() * 1_000_000_000L + time.getNano());
        return document;
    }
}
