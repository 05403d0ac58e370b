package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import io.djong.engine.container.AttachedNetwork;
import io.djong.model.json.Json;
import io.djong.model.network.EndpointSettings;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A container's place on a network (API definition EndpointSettings). */
final class EndpointDocument {
    private EndpointDocument() {}

    static ObjectNode of(AttachedNetwork network, Optional<EndpointSettings> asked, ApiVersion version) {
        ObjectNode document = Json.object();
        document.set(
                "IPAMConfig", Trees.of(asked.map(EndpointSettings::ipamConfig).orElse(null)));
        document.set("Links", Trees.of(asked.map(EndpointSettings::links).orElse(null)));
        document.set("Aliases", network.aliases().isEmpty() ? null : Trees.strings(network.aliases()));
        document.put("MacAddress", network.macAddress());
        document.set(
                "DriverOpts",
                asked.map(EndpointSettings::driverOpts)
                        .filter(o -> !o.isEmpty())
                        .map(Trees::object)
                        .orElse(null));
        if (version.atLeast(1, 48)) {
            document.put("GwPriority", asked.map(EndpointSettings::gwPriority).orElse(0));
        }
        document.put("NetworkID", network.networkId());
        document.put("EndpointID", network.endpointId());
        addresses(document, network);
        if (version.atLeast(1, 44)) {
            document.set("DNSNames", network.aliases().isEmpty() ? null : Trees.strings(network.aliases()));
        }
        return document;
    }

    /** The addresses alone, which older versions also have outside the networks. */
    static void addresses(ObjectNode document, AttachedNetwork network) {
        document.put("Gateway", network.gateway());
        document.put("IPAddress", network.ipAddress());
        document.put("IPPrefixLen", network.ipPrefixLength());
        document.put("IPv6Gateway", network.ipv6Gateway());
        document.put("GlobalIPv6Address", network.globalIpv6Address());
        document.put("GlobalIPv6PrefixLen", network.globalIpv6PrefixLength());
    }
}
