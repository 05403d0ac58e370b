package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.network.NetworkConfig.Switch;
import io.djong.testkit.Privilege;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's settings, in the kernel. */
@Timeout(60)
class NetworkConfigIT {
    @TempDir
    Path directory;

    @BeforeEach
    void needsRoot() {
        Privilege.root();
    }

    private NetworkConfig config(IpamPool pool, Set<Switch> switches) {
        NetworkConfig standard = NetworkConfig.defaults(directory.resolve("run"));
        return new NetworkConfig(
                standard.runDirectory(),
                standard.bridge(),
                pool,
                standard.mtu(),
                standard.publishIp(),
                switches,
                Optional.of(Ipv4.parse("192.0.2.77")),
                standard.dns(),
                standard.pools());
    }

    private static Set<Switch> allBut(Switch off) {
        return EnumSet.complementOf(EnumSet.of(off));
    }

    @Test
    void withoutIccNeighboursOnTheDefaultBridgeAreApart() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(config(IpamPool.ANY, allBut(Switch.ICC)), List.of());
            Sandbox one = networks.open(lab.request("bridge"));
            Sandbox two = networks.open(lab.request("bridge"));
            try (ServerSocket _ = Lab.inside(one, () -> Lab.serve("web"))) {
                String address = Lab.address(one).toString();
                assertTrue(Lab.inside(two, () -> Lab.ask(address, 80)).startsWith("["));
                assertTrue(Lab.ask(address, 80).startsWith("web"));
            }
        });
    }

    @Test
    void withoutMasqueradingTheWorldSeesTheContainersOwnAddress() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(config(IpamPool.ANY, allBut(Switch.MASQUERADE)), List.of());
            Sandbox sandbox = networks.open(lab.request("bridge"));
            try (ServerSocket _ = lab.outside(() -> Lab.serve("seen"))) {
                assertEquals("seen " + Lab.address(sandbox), Lab.inside(sandbox, () -> Lab.ask(Lab.OUTSIDE, 80)));
            }
        });
    }

    @Test
    void forwardingIsLeftAloneWhereItIsToBe() {
        Lab.run(directory, lab -> {
            Sysctl.set("ipv4/ip_forward", "0");
            lab.networks(config(IpamPool.ANY, allBut(Switch.IP_FORWARD)), List.of());
            assertTrue(Sysctl.is("ipv4/ip_forward", "0"));
            lab.networks(List.of());
            assertTrue(Sysctl.is("ipv4/ip_forward", "1"));
        });
    }

    @Test
    void theDefaultNetworkFollowsItsAddressesWhenTheyChange() {
        Lab.run(directory, lab -> {
            Subnet subnet = Subnet.parse("10.99.0.0/16");
            Ipv4 gateway = Ipv4.parse("10.99.0.9");
            Set<Switch> all = EnumSet.allOf(Switch.class);
            lab.networks(config(IpamPool.of(subnet, gateway), all), List.of()).close();
            IpamPool range = new IpamPool(subnet, Subnet.parse("10.99.7.0/24"), gateway, Map.of());
            Networks networks = lab.networks(config(range, all), List.of());
            Sandbox sandbox = networks.open(lab.request("bridge"));
            assertTrue(Subnet.parse("10.99.7.0/24").contains(Lab.address(sandbox)));
            assertEquals(gateway, sandbox.endpoints().getFirst().gateway());
        });
    }

    @Test
    void aDaemonThatFailsBeforeItKnowsTheSandboxesTouchesNone() {
        Lab.run(directory, lab -> {
            Sandbox sandbox = lab.networks(List.of()).open(lab.request("bridge", Lab.tcp("127.0.0.1", 8080)));
            lab.unstarted().close();
            try (ServerSocket _ = Lab.inside(sandbox, () -> Lab.serve("web"))) {
                assertTrue(Lab.ask("127.0.0.1", 8080).startsWith("web"));
            }
        });
    }

    @Test
    void hostGatewayIsWhatTheDaemonSays() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(config(IpamPool.ANY, EnumSet.allOf(Switch.class)), List.of());
            SandboxRequest plain = lab.request("bridge");
            Sandbox sandbox = networks.open(new SandboxRequest(
                    plain.id(),
                    plain.name(),
                    plain.hostname(),
                    plain.domainname(),
                    plain.endpoints(),
                    plain.ports(),
                    plain.dns(),
                    List.of("host.example:host-gateway"),
                    plain.directory()));
            String hosts = Files.readString(Path.of(sandbox.hosts()));
            assertTrue(hosts.contains("192.0.2.77\thost.example\n"), hosts);
        });
    }
}
