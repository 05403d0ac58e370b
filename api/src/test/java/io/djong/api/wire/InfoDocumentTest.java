package io.djong.api.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.api.routing.ApiVersion;
import io.djong.model.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class InfoDocumentTest {
    private static List<String> keys(int minor) {
        ObjectNode whole = Json.object();
        for (String key : List.of("ID", "KernelMemory", "BridgeNfIptables", "BridgeNfIp6tables", "FirewallBackend")) {
            whole.put(key, true);
        }
        return List.copyOf(InfoDocument.of(whole, new ApiVersion(1, minor)).propertyNames());
    }

    @Test
    void fieldsComeAndGoWithTheVersion() {
        assertEquals(List.of("ID", "KernelMemory", "BridgeNfIptables", "BridgeNfIp6tables"), keys(41));
        assertEquals(List.of("ID", "BridgeNfIptables", "BridgeNfIp6tables"), keys(47));
        assertEquals(List.of("ID", "FirewallBackend"), keys(51));
    }

    @Test
    void untilTheFieldsWentWhatTheyMissWasWarnedOf() {
        ObjectNode whole = Json.object().put("BridgeNfIptables", false).put("BridgeNfIp6tables", true);
        assertEquals(
                "[\"WARNING: bridge-nf-call-iptables is disabled\"]",
                InfoDocument.of(whole.deepCopy(), new ApiVersion(1, 49))
                        .path("Warnings")
                        .toString());
        assertEquals("{}", InfoDocument.of(whole, new ApiVersion(1, 50)).toString());
    }
}
