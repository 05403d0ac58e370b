package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.network.Ipv4;
import io.djong.network.PortRequest;
import io.djong.network.Protocol;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPlanTest {
    private static NetworkPlan plan(String config, String host) {
        return new NetworkPlan(new ContainerRecord(
                new ContainerId("a".repeat(64)),
                "name",
                Instant.EPOCH,
                Digest.sha256(new byte[0]),
                Json.read(config.replace('\'', '"'), ContainerConfig.class),
                Json.read(host.replace('\'', '"'), HostConfig.class),
                "true",
                List.of(),
                Map.of(),
                ContainerState.CREATED,
                Ties.NONE));
    }

    private static List<PortRequest> ports(String key, String hostPort) {
        String host = "{'PortBindings':{'%s':[{'HostIp':'127.0.0.1','HostPort':'%s'}]}}".formatted(key, hostPort);
        return plan("{}", host).request(Path.of("/c")).ports();
    }

    @ParameterizedTest
    @CsvSource({"80/tcp,8080,TCP,8080,8080", "53/udp,'',UDP,0,0", "80,8000-8010,TCP,8000,8010", "9/sctp,0,SCTP,0,0"})
    void aPortIsPublishedWhereItIsAskedFor(String key, String hostPort, Protocol protocol, int first, int last) {
        PortRequest port = ports(key, hostPort).getFirst();
        assertEquals(Integer.parseInt(key.replaceFirst("/.*", "")), port.containerPort());
        assertEquals(protocol, port.protocol());
        assertEquals(Ipv4.LOOPBACK, port.hostIp());
        assertEquals(first, port.firstHostPort());
        assertEquals(last, port.lastHostPort());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    http/tcp | 80 | invalid port specification: "http"
                    0/tcp | 80 | invalid port specification: "0/tcp"
                    65536/tcp | 80 | invalid port specification: "65536"
                    80-81/tcp | 80 | invalid port specification: "80-81"
                    /tcp | 80 | invalid port specification: ""
                    80/icmp | 80 | invalid proto: icmp
                    80/tcp/udp | 80 | invalid proto: tcp/udp
                    80/tcp | web | invalid port specification: "web"
                    80/tcp | 99999 | invalid port specification: "99999"
                    80/tcp | 90-80 | invalid port specification: "90-80"
                    80/tcp | -1 | invalid port specification: ""
                    """)
    void anIllFormedPortIsRefusedInDockersWords(String key, String hostPort, String words) {
        assertEquals(
                words,
                assertThrows(InvalidArgument.class, () -> ports(key, hostPort)).message());
    }

    @Test
    void exposedPortsArePublishedWhereAllAre() {
        List<PortRequest> ports = plan("{'ExposedPorts':{'80/tcp':{},'53/udp':{}}}", "{'PublishAllPorts':true}")
                .request(Path.of("/c"))
                .ports();
        assertEquals(2, ports.size());
    }

    @Test
    void aContainerWithoutNetworkJoinsNone() {
        assertEquals(
                "none",
                plan("{'NetworkDisabled':true}", "{}")
                        .request(Path.of("/c"))
                        .endpoints()
                        .getFirst()
                        .network());
    }
}
