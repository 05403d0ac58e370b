package io.djong.engine.container;

import io.djong.engine.event.EventType;
import io.djong.engine.event.Events;
import io.djong.model.ContainerId;
import io.djong.network.Endpoint;
import io.djong.network.Sandbox;
import io.djong.store.db.Transaction;
import java.util.Map;

/** The events of networks that containers join and leave. */
final class NetworkEvents {
    private NetworkEvents() {}

    static void connected(Events events, Transaction tx, ContainerId id, Sandbox sandbox) {
        add(events, tx, "connect", id, sandbox);
    }

    static void disconnected(Events events, Transaction tx, ContainerId id, Sandbox sandbox) {
        add(events, tx, "disconnect", id, sandbox);
    }

    private static void add(Events events, Transaction tx, String action, ContainerId id, Sandbox sandbox) {
        for (Endpoint endpoint : sandbox.endpoints()) {
            events.add(
                    tx,
                    EventType.NETWORK,
                    action,
                    endpoint.networkId(),
                    Map.of("container", id.value(), "name", endpoint.networkName(), "type", endpoint.networkDriver()));
        }
    }
}
