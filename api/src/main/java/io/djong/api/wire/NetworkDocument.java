package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import io.djong.engine.network.NetworkView;
import io.djong.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** A network (API definition Network). */
public final class NetworkDocument {
    private NetworkDocument() {}

    public static ObjectNode of(NetworkView view, ApiVersion version) {
        ObjectNode document = (ObjectNode) Trees.of(view.network());
        if (version.before(1, 48)) {
            document.remove("EnableIPv4");
        }
        document.set("ConfigFrom", Json.object().put("Network", ""));
        document.put("ConfigOnly", false);
        document.set("Containers", members(view));
        return document;
    }

    private static ObjectNode members(NetworkView view) {
        ObjectNode members = Json.object();
        for (NetworkView.Member member : view.members()) {
            members.putObject(member.containerId())
                    .put("Name", member.name())
                    .put("EndpointID", member.endpointId())
                    .put("MacAddress", member.macAddress())
                    .put("IPv4Address", member.ipv4())
                    .put("IPv6Address", member.ipv6());
        }
        return members;
    }
}
