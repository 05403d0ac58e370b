package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the engine says of itself and the host (API definition SystemInfo), as each version knows it. */
public final class InfoDocument {
    private InfoDocument() {}

    /** Takes out of a document that says all what this version does not have. */
    public static ObjectNode of(ObjectNode whole, ApiVersion version) {
        if (version.atLeast(1, 42)) {
            whole.remove(List.of("KernelMemory", "KernelMemoryTCP"));
        }
        if (version.atLeast(1, 50)) {
            whole.remove(List.of("BridgeNfIptables", "BridgeNfIp6tables"));
        } else {
            warnOfBridges(whole, "BridgeNfIptables", "bridge-nf-call-iptables");
            warnOfBridges(whole, "BridgeNfIp6tables", "bridge-nf-call-ip6tables");
        }
        if (version.before(1, 49)) {
            whole.remove("FirewallBackend");
        }
        return whole;
    }

    /** Until 1.50 Docker missed it where packets on a bridge were not filtered. */
    private static void warnOfBridges(ObjectNode whole, String key, String setting) {
        if (!whole.path(key).asBoolean(false)) {
            ArrayNode warnings = whole.get("Warnings") instanceof ArrayNode some ? some : whole.putArray("Warnings");
            warnings.add("WARNING: " + setting + " is disabled");
        }
    }
}
