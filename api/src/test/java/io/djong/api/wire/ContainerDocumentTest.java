package io.djong.api.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.api.routing.ApiVersion;
import io.djong.engine.container.AttachedNetwork;
import io.djong.engine.container.ContainerNetworks;
import io.djong.engine.container.ContainerRecord;
import io.djong.engine.container.ContainerSize;
import io.djong.engine.container.ContainerState;
import io.djong.engine.container.ContainerView;
import io.djong.engine.container.ListedContainer;
import io.djong.engine.container.MountPoint;
import io.djong.engine.container.Ties;
import io.djong.engine.health.Health;
import io.djong.engine.health.HealthStatus;
import io.djong.engine.health.ProbeResult;
import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.PortBinding;
import io.djong.model.container.SystemPaths;
import io.djong.model.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ContainerDocumentTest {
    private static final String ID = "7d3e46f660c2bbcc2b9e1a59d6feee7b9ced79b8ae890a53842714dc6b004bba";
    private static final String IMAGE = "sha256:65131ec832d9b9af0010456c7e8bcbeb88ca0a68897a53feb8f818f401b0ff4c";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static ContainerView view() {
        return view(Map.of("80/tcp", List.of(new PortBinding("0.0.0.0", "8080"))));
    }

    private static ContainerView view(Map<String, List<PortBinding>> ports) {
        return view(ports, "{\"NetworkMode\":\"bridge\",\"KernelMemory\":5}");
    }

    private static ContainerView view(Map<String, List<PortBinding>> ports, String host) {
        ContainerRecord container = new ContainerRecord(
                new ContainerId(ID),
                "web",
                START,
                Digest.parse(IMAGE),
                Json.read("{\"Image\":\"busybox\",\"Labels\":{\"a\":\"b\"}}", ContainerConfig.class),
                Json.read(host, HostConfig.class),
                "sh",
                List.of("-c", "echo hi"),
                Map.of(),
                ContainerState.CREATED.running(42, START),
                Ties.NONE);
        AttachedNetwork bridge = new AttachedNetwork(
                "bridge", "n1", "e1", "172.30.0.1", "172.30.0.2", 16, "02:42:00:00:00:02", "", "", 0, List.of());
        ContainerNetworks networks = new ContainerNetworks("s1", "/run/netns/s1", ports, List.of(bridge));
        MountPoint mount = new MountPoint("bind", "", "/src", "/dst", "", "", true, "rprivate");
        SystemPaths paths = new SystemPaths(List.of("/proc/kcore"), List.of("/proc/sys"));
        Health health = new Health(HealthStatus.UNHEALTHY, 3, List.of(new ProbeResult(START, START, -1, "no")));
        return new ContainerView(
                container,
                Optional.of(health),
                networks,
                Path.of("/c"),
                "/c/log",
                Map.of(),
                List.of(mount),
                List.of(),
                paths,
                "",
                List.of("web"),
                List.of());
    }

    @Test
    void olderVersionsAreOwedTheAddressesOutsideTheNetworks() {
        JsonNode settings = ContainerDocument.of(view(), new ApiVersion(1, 41)).get("NetworkSettings");
        assertEquals("172.30.0.2", settings.get("IPAddress").stringValue());
        assertEquals("172.30.0.1", settings.get("Gateway").stringValue());
        JsonNode bridge = settings.get("Networks").get("bridge");
        assertEquals(16, bridge.get("IPPrefixLen").intValue());
        assertFalse(bridge.has("DNSNames"));
        assertTrue(bridge.get("Aliases").isNull());
        assertEquals(
                "[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8080\"}]",
                settings.get("Ports").get("80/tcp").toString());
    }

    @Test
    void theHealthIsShownWithItsLastProbes() {
        JsonNode health =
                ContainerDocument.of(view(), ApiVersion.NEWEST).get("State").get("Health");
        String time = "\"" + START + "\"";
        assertEquals(
                "{\"Status\":\"unhealthy\",\"FailingStreak\":3,\"Log\":[{\"Start\":" + time + ",\"End\":" + time
                        + ",\"ExitCode\":-1,\"Output\":\"no\"}]}",
                health.toString());
    }

    @Test
    void fieldsComeAndGoWithTheVersion() {
        ObjectNode old = ContainerDocument.of(view(), new ApiVersion(1, 41));
        ObjectNode newer = ContainerDocument.of(view(), ApiVersion.NEWEST);
        assertEquals(5, old.get("HostConfig").get("KernelMemory").intValue());
        assertFalse(newer.get("HostConfig").has("KernelMemory"));
        JsonNode bridge = newer.get("NetworkSettings").get("Networks").get("bridge");
        assertEquals(0, bridge.get("GwPriority").intValue());
        assertTrue(bridge.has("DNSNames"));
    }

    @Test
    void thePathsThatAreKeptFromAContainerAreShownUnlessItIsPrivileged() {
        JsonNode host = ContainerDocument.of(view(), ApiVersion.NEWEST).get("HostConfig");
        assertEquals("[\"/proc/kcore\"]", host.get("MaskedPaths").toString());
        assertEquals("[\"/proc/sys\"]", host.get("ReadonlyPaths").toString());
        ContainerView privileged = view(Map.of(), "{\"Privileged\":true}");
        JsonNode open = ContainerDocument.of(privileged, ApiVersion.NEWEST).get("HostConfig");
        assertTrue(open.get("MaskedPaths").isNull());
        assertTrue(open.get("ReadonlyPaths").isNull());
    }

    @Test
    void aStateHasDockersWordsAndTimes() {
        JsonNode state = ContainerDocument.of(view(), ApiVersion.NEWEST).get("State");
        assertEquals("running", state.get("Status").stringValue());
        assertTrue(state.get("Running").booleanValue());
        assertEquals(42, state.get("Pid").intValue());
        assertEquals("2026-01-01T00:00:00Z", state.get("StartedAt").stringValue());
        assertEquals("0001-01-01T00:00:00Z", state.get("FinishedAt").stringValue());
    }

    @Test
    void aListNamesCommandPortsAndStatus() {
        ObjectNode summary = summary(view(), START.plusSeconds(10));
        assertEquals("sh -c 'echo hi'", summary.get("Command").stringValue());
        assertEquals("Up 10 seconds (unhealthy)", summary.get("Status").stringValue());
        assertEquals("[\"/web\"]", summary.get("Names").toString());
        assertEquals(
                "[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"}]",
                summary.get("Ports").toString());
        assertEquals(
                "[{\"Type\":\"bind\",\"Source\":\"/src\",\"Destination\":\"/dst\",\"Mode\":\"\",\"RW\":true,"
                        + "\"Propagation\":\"rprivate\"}]",
                summary.get("Mounts").toString());
    }

    @Test
    void portsThatAreNotPublishedYetDoNotSpoilAList() {
        ContainerView created = view(Map.of("53/udp", List.of(new PortBinding("", ""))));
        assertEquals("[{\"PrivatePort\":53,\"Type\":\"udp\"}]", ports(created));
        assertEquals("[{\"PrivatePort\":99,\"Type\":\"tcp\"}]", ports(view(Map.of("99/tcp", List.of()))));
        assertEquals("[]", ports(view(Map.of("80-90/tcp", List.of(new PortBinding("", "8080-8090"))))));
    }

    private static String ports(ContainerView view) {
        return summary(view, START).get("Ports").toString();
    }

    private static ObjectNode summary(ContainerView view, Instant now) {
        return ContainerSummary.of(new ListedContainer(view, "busybox", Optional.empty()), ApiVersion.NEWEST, now);
    }

    @Test
    void aListTellsSizesWhereTheyWereAskedFor() {
        ContainerSize size = new ContainerSize(5, 105);
        ObjectNode sized =
                ContainerSummary.of(new ListedContainer(view(), IMAGE, Optional.of(size)), ApiVersion.NEWEST, START);
        assertEquals(5, sized.get("SizeRw").intValue());
        assertEquals(105, sized.get("SizeRootFs").intValue());
        assertEquals(IMAGE, sized.get("Image").stringValue());
        assertFalse(summary(view(), START).has("SizeRw"));
    }
}
