package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesetTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    private static BridgeNetwork bridge(String device, String subnet, boolean internal, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("com.docker.network.bridge.name", device);
        Subnet parsed = Subnet.parse(subnet);
        IpamConfig ipam = new IpamConfig(
                "default", null, List.of(IpamPool.of(parsed, parsed.base().plus(1))));
        Network network = new Network(
                device, ID, Instant.EPOCH, "local", "bridge", true, false, ipam, internal, false, false, all, Map.of());
        return BridgeNetwork.of(network, (Driver.Bridge) Driver.of(network));
    }

    private static Ruleset.Target target(Protocol protocol, String hostIp) {
        return new Ruleset.Target(new PublishedPort(protocol, 80, Ipv4.parse(hostIp), 8080), Ipv4.parse("172.17.0.2"));
    }

    @Test
    void theTableIsReplacedInOneTransaction() {
        String text = Ruleset.replace("djong", List.of(), List.of());
        assertTrue(text.startsWith("add table ip djong\ndelete table ip djong\ntable ip djong {"));
        assertFalse(text.contains("elements"));
    }

    @Test
    void portsGoToTheMapOfTheirKind() {
        List<Ruleset.Target> targets = List.of(target(Protocol.TCP, "0.0.0.0"), target(Protocol.UDP, "127.0.0.1"));
        String text = Ruleset.replace("djong", List.of(), targets);
        assertTrue(text.contains("elements = { tcp . 8080 : 172.17.0.2 . 80 }"), text);
        assertTrue(text.contains("elements = { udp . 127.0.0.1 . 8080 : 172.17.0.2 . 80 }"), text);
    }

    @Test
    void anInternalNetworkIsNotMasqueraded() {
        BridgeNetwork open = bridge("br0", "10.0.0.0/24", false, Map.of());
        BridgeNetwork internal = bridge("br1", "10.0.1.0/24", true, Map.of());
        String text = Ruleset.replace("djong", List.of(open, internal), List.of());
        assertTrue(text.contains("elements = { \"br0\",\n      \"br1\" }"), text);
        assertTrue(text.contains("set internal {\n    type ifname\n    elements = { \"br1\" }"), text);
        assertTrue(
                text.contains("set masqueraded {\n    type ipv4_addr; flags interval\n    elements = { 10.0.0.0/24 }"),
                text);
        assertTrue(text.contains("10.0.1.0/24 . \"br1\""), text);
    }

    @Test
    void withoutCommunicationBridgedPacketsAreNotAccepted() {
        BridgeNetwork apart =
                bridge("br0", "10.0.0.0/24", false, Map.of("com.docker.network.bridge.enable_icc", "false"));
        String text = Ruleset.replace("djong", List.of(apart), List.of());
        assertTrue(text.contains("set within {\n    type ifname . ifname\n  }"), text);
    }

    @Test
    void aDeviceNameThatCouldBreakOutOfTheTextIsRefused() {
        for (String device : List.of("a\"b", "a b", "..", "", "sixteen-letters-")) {
            assertThrows(InvalidArgument.class, () -> bridge(device, "10.0.0.0/24", false, Map.of()), device);
        }
        Map<String, String> odd = Map.of("com.docker.network.bridge.enable_icc", "maybe");
        assertThrows(InvalidArgument.class, () -> bridge("br0", "10.0.0.0/24", false, odd));
    }
}
