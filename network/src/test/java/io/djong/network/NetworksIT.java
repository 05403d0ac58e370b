package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.kernel.netlink.Route;
import io.djong.kernel.netlink.RouteBatch;
import io.djong.kernel.netlink.RouteSocket;
import io.djong.kernel.nft.Nftables;
import io.djong.model.error.Conflict;
import io.djong.model.error.Forbidden;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.model.json.Json;
import io.djong.testkit.Privilege;
import io.djong.testkit.process.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworksIT {
    /** How long what comes by itself may take. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @BeforeEach
    void root() {
        Privilege.root();
        Path _ = Privilege.program("nft");
    }

    @Test
    void aPublishedPortIsReachedFromOutsideFromTheHostAndFromItsLoopback() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            Sandbox sandbox = networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            try (ServerSocket _ = Lab.inside(sandbox, () -> Lab.serve("web"))) {
                assertEquals("web " + Lab.OUTSIDE, lab.outside(() -> Lab.ask(Lab.HOST, 8080)));
                assertEquals("web " + Lab.HOST, Lab.ask(Lab.HOST, 8080));
                assertEquals("web " + gateway(networks), Lab.ask("127.0.0.1", 8080));
                assertEquals("web " + gateway(networks), Lab.ask(gateway(networks), 8080));
            }
        });
    }

    @Test
    void aPortPublishedOnLoopbackIsReachedFromThereOnly() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            Sandbox sandbox = networks.open(lab.request("bridge", Lab.tcp("127.0.0.1", 8081)));
            try (ServerSocket _ = Lab.inside(sandbox, () -> Lab.serve("web"))) {
                assertEquals("web " + gateway(networks), Lab.ask("127.0.0.1", 8081));
                assertTrue(Lab.ask(Lab.HOST, 8081).startsWith("["));
                assertTrue(lab.outside(() -> Lab.ask(Lab.HOST, 8081)).startsWith("["));
                lab.outside(() -> routeLoopbackTo(Lab.HOST));
                assertTrue(lab.outside(() -> Lab.ask("127.0.0.1", 8081)).startsWith("["));
                Nftables.run("flush chain ip djong guard"); // what kept the neighbour away
                assertEquals("web " + Lab.OUTSIDE, lab.outside(() -> Lab.ask("127.0.0.1", 8081)));
            }
        });
    }

    @Test
    void whatIsNotPublishedIsNotReachedFromOutside() {
        Lab.run(directory, lab -> {
            Sandbox sandbox = lab.networks(List.of()).open(lab.request("bridge"));
            try (ServerSocket _ = Lab.inside(sandbox, () -> Lab.serve("web"))) {
                String address = Lab.address(sandbox).toString();
                assertTrue(Lab.ask(address, 80).startsWith("web"));
                assertTrue(lab.outside(() -> Lab.ask(address, 80)).startsWith("["));
            }
        });
    }

    @Test
    void containersReachThemselvesAndNeighboursByPublishedPorts() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            Sandbox server = networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            Sandbox client = networks.open(lab.request("bridge"));
            Sandbox other = networks.open(
                    lab.request(networks.create(NetworkRequest.bridge("other")).id()));
            try (ServerSocket _ = Lab.inside(server, () -> Lab.serve("web"))) {
                assertEquals("web " + gateway(networks), Lab.inside(server, () -> Lab.ask(Lab.HOST, 8080)));
                assertEquals("web " + gateway(networks), Lab.inside(client, () -> Lab.ask(Lab.HOST, 8080)));
                assertEquals("web " + gateway(networks), Lab.inside(other, () -> Lab.ask(Lab.HOST, 8080)));
                assertEquals(
                        "web " + Lab.address(client),
                        Lab.inside(client, () -> Lab.ask(Lab.address(server).toString(), 80)));
            }
        });
    }

    @Test
    void networksAreApart() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            networks.create(NetworkRequest.bridge("blue"));
            Sandbox one = networks.open(lab.request("bridge"));
            Sandbox two = networks.open(lab.request("blue"));
            assertFalse(Subnet.parse(Lab.address(one) + "/16").contains(Lab.address(two)));
            try (ServerSocket _ = Lab.inside(one, () -> Lab.serve("web"))) {
                assertTrue(Lab.inside(two, () -> Lab.ask(Lab.address(one).toString(), 80))
                        .startsWith("["));
            }
            assertThrows(Conflict.class, () -> networks.create(NetworkRequest.bridge("blue")));
            assertThrows(Forbidden.class, () -> networks.remove("blue"));
            networks.close(two);
            networks.remove("blue");
            assertThrows(NotFound.class, () -> networks.open(lab.request("blue")));
        });
    }

    @Test
    void containersReachTheWorldByTheHostsAddress() {
        Lab.run(directory, lab -> {
            Sandbox sandbox = lab.networks(List.of()).open(lab.request("bridge"));
            try (ServerSocket _ = lab.outside(() -> Lab.serve("world"))) {
                assertEquals("world " + Lab.HOST, Lab.inside(sandbox, () -> Lab.ask(Lab.OUTSIDE, 80)));
            }
        });
    }

    @Test
    void aForwardChainThatDropsIsLivedWith() {
        Lab.run(directory, lab -> {
            Nftables.run(
                    "table ip filter { chain FORWARD { type filter hook forward priority filter; policy drop; }; }");
            Networks networks = lab.networks(List.of());
            Sandbox sandbox = networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            try (ServerSocket _ = Lab.inside(sandbox, () -> Lab.serve("web"))) {
                assertEquals("web " + Lab.OUTSIDE, lab.outside(() -> Lab.ask(Lab.HOST, 8080)));
            }
            networks.removeAll();
            assertFalse(Nftables.listTerse("list ruleset").contains("djong"));
        });
    }

    @Test
    void whereAnotherEngineHasAChainForItOurRulesGoThereOnce() {
        Lab.run(directory, lab -> {
            Nftables.run("""
                    table ip filter {
                      chain DOCKER-USER { counter return; }
                      chain FORWARD { type filter hook forward priority filter; policy drop; jump DOCKER-USER; }
                    }
                    """);
            Networks networks = lab.networks(List.of());
            networks.create(NetworkRequest.bridge("blue"));
            networks.remove("blue");
            String user = Nftables.listTerse("list chain ip filter DOCKER-USER");
            assertEquals(2, user.split("accept", -1).length - 1, user);
            assertTrue(user.contains("iifname \"djong0\"") && user.contains("oifname \"djong0\""), user);
            Sandbox sandbox = networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            try (ServerSocket _ = Lab.inside(sandbox, () -> Lab.serve("web"))) {
                assertEquals("web " + Lab.OUTSIDE, lab.outside(() -> Lab.ask(Lab.HOST, 8080)));
            }
            networks.removeAll();
            assertFalse(Nftables.listTerse("list ruleset").contains("djong"));
        });
    }

    @Test
    void udpPortsArePublished() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            assertEquals("[none]", exchange("127.0.0.1", 5353));
            PortRequest port = PortRequest.of(Protocol.UDP, 53, Ipv4.ANY, 5353);
            Sandbox sandbox = networks.open(lab.request("bridge", port));
            try (DatagramSocket _ = Lab.inside(sandbox, NetworksIT::echo)) {
                assertEquals("ping", exchange("127.0.0.1", 5353));
                assertEquals("ping", lab.outside(() -> exchange(Lab.HOST, 5353)));
            }
        });
    }

    @Test
    void clashesAreToldInDockersWords() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            Internal ours = assertThrows(
                    Internal.class, () -> networks.open(lab.request("bridge", Lab.tcp("127.0.0.1", 8080))));
            assertTrue(
                    ours.message()
                            .matches("driver failed programming external connectivity on endpoint name-of-sandbox2 "
                                    + "\\([0-9a-f]{64}\\): Bind for 127.0.0.1:8080 failed: port is already allocated"),
                    ours.message());
            try (ServerSocket foreign = new ServerSocket(0)) {
                Internal theirs = assertThrows(
                        Internal.class,
                        () -> networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", foreign.getLocalPort()))));
                assertTrue(theirs.message().endsWith("address already in use"), theirs.message());
            }
            assertThrows(IOException.class, () -> new ServerSocket(8080).close());
            assertEquals(
                    1,
                    networks.attached(networks.find("bridge").orElseThrow().id())
                            .size());
        });
    }

    @Test
    void removalLeavesNothing() {
        Lab.run(directory, lab -> {
            List<String> links = Lab.links();
            Networks networks = lab.networks(List.of());
            networks.create(NetworkRequest.bridge("blue"));
            Sandbox sandbox = networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            networks.open(lab.request("blue", Lab.tcp("127.0.0.1", 0)));
            networks.open(lab.request("none"));
            networks.open(lab.request("host"));
            networks.close(sandbox);
            networks.removeAll();
            assertEquals(links, Lab.links());
            assertEquals("", Nftables.listTerse("list ruleset"));
            assertEquals(List.of(), list(lab.netns()));
            assertFalse(Files.readString(Path.of("/proc/self/mounts"))
                    .contains(lab.netns().toString()));
            new ServerSocket(8080).close();
        });
    }

    @Test
    void aRestartFindsLiveSandboxesAsTheyWereAndRemovesTheOthers() {
        Lab.run(directory, lab -> {
            Networks before = lab.networks(List.of());
            Sandbox live = before.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            Sandbox dead = before.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8081)));
            String id = before.find("bridge").orElseThrow().id();
            before.close();
            try (ServerSocket _ = Lab.inside(live, () -> Lab.serve("web"))) {
                assertEquals("web " + Lab.OUTSIDE, lab.outside(() -> Lab.ask(Lab.HOST, 8080)));
                Sandbox restored = Json.read(Json.bytes(live), Sandbox.class);
                assertEquals(live, restored);
                Networks after = lab.networks(List.of(restored));
                assertEquals(id, after.find("bridge").orElseThrow().id());
                assertEquals("web " + Lab.OUTSIDE, lab.outside(() -> Lab.ask(Lab.HOST, 8080)));
                assertEquals(List.of(live.id()), list(lab.netns()));
                assertThrows(Internal.class, () -> after.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080))));
                Sandbox next = after.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8081)));
                assertNotEquals(Lab.address(live), Lab.address(next));
                String orphan = dead.endpoints().getFirst().hostInterface();
                Await.until("the link is swept up", LIMIT, () -> !Lab.links().contains(orphan));
                assertTrue(Lab.links().contains(next.endpoints().getFirst().hostInterface()));
            }
        });
    }

    @Test
    void aRestartTouchesNoRulesUnlessTheyDiffer() {
        Lab.run(directory, lab -> {
            Networks before = lab.networks(List.of());
            Sandbox live = before.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            String rules = Nftables.listJson("list ruleset");
            before.close();
            lab.networks(List.of(live)).close();
            assertEquals(rules, Nftables.listJson("list ruleset"));
            Nftables.run("flush chain ip djong published");
            lab.networks(List.of(live)).close();
            try (ServerSocket _ = Lab.inside(live, () -> Lab.serve("web"))) {
                assertTrue(Lab.ask("127.0.0.1", 8080).startsWith("web"));
            }
        });
    }

    @Test
    void rulesThatSomebodyFlushesAreMended() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            Sandbox sandbox = networks.open(lab.request("bridge", Lab.tcp("0.0.0.0", 8080)));
            try (ServerSocket _ = Lab.inside(sandbox, () -> Lab.serve("web"))) {
                new ProcessBuilder("nft", "flush ruleset").inheritIO().start().waitFor();
                assertTrue(Lab.ask("127.0.0.1", 8080).startsWith("["));
                String drop =
                        "table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; }; }";
                new ProcessBuilder("nft", drop).inheritIO().start().waitFor();
                Await.until(
                        "the port answers again",
                        LIMIT,
                        () -> lab.outside(() -> Lab.ask(Lab.HOST, 8080)).equals("web " + Lab.OUTSIDE));
            }
        });
    }

    @Test
    void aFlowThatBeganBeforeItsPortWasPublishedIsForgotten() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            try (DatagramSocket client = lab.outside(NetworksIT::unbound)) {
                assertEquals("[none]", exchange(client, Lab.HOST, 5353));
                PortRequest port = PortRequest.of(Protocol.UDP, 53, Ipv4.ANY, 5353);
                Sandbox first = networks.open(lab.request("bridge", port));
                try (DatagramSocket _ = Lab.inside(first, NetworksIT::echo)) {
                    Await.until(
                            "the new port answers",
                            LIMIT,
                            () -> exchange(client, Lab.HOST, 5353).equals("ping"));
                }
                networks.close(first);
                Sandbox second = networks.open(lab.request("bridge", port));
                try (DatagramSocket _ = Lab.inside(second, NetworksIT::echo)) {
                    Await.until(
                            "the new port answers",
                            LIMIT,
                            () -> exchange(client, Lab.HOST, 5353).equals("ping"));
                }
            }
        });
    }

    @Test
    void aLinkWhoseNamespaceIsKeptAliveIsDeletedAllTheSame() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            Sandbox sandbox = networks.open(lab.request("bridge"));
            String link = sandbox.endpoints().getFirst().hostInterface();
            try (NetworkNamespace _ = NetworkNamespace.open(sandbox.namespace().orElseThrow())) {
                assertTrue(Lab.links().contains(link));
                networks.close(sandbox);
                Await.until("the link is deleted", LIMIT, () -> !Lab.links().contains(link));
            }
        });
    }

    @Test
    void withoutCommunicationNeighboursAreApart() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            networks.create(new NetworkRequest(
                    "apart",
                    "bridge",
                    IpamConfig.DEFAULT,
                    false,
                    false,
                    false,
                    Map.of("com.docker.network.bridge.enable_icc", "false"),
                    Map.of()));
            Sandbox one = networks.open(lab.request("apart"));
            Sandbox two = networks.open(lab.request("apart"));
            try (ServerSocket _ = Lab.inside(one, () -> Lab.serve("web"))) {
                assertTrue(Lab.inside(two, () -> Lab.ask(Lab.address(one).toString(), 80))
                        .startsWith("["));
                assertTrue(Lab.ask(Lab.address(one).toString(), 80).startsWith("web"));
            }
        });
    }

    @Test
    void aStopWithoutSandboxesTakesBridgesAndRulesAway() {
        Lab.run(directory, lab -> {
            List<String> links = Lab.links();
            Networks networks = lab.networks(List.of());
            networks.create(NetworkRequest.bridge("blue"));
            String id = networks.find("blue").orElseThrow().id();
            networks.close();
            assertEquals(links, Lab.links());
            assertEquals("", Nftables.listTerse("list ruleset"));
            Networks again = lab.networks(List.of());
            assertEquals(id, again.find("blue").orElseThrow().id());
            again.open(lab.request("blue"));
        });
    }

    @Test
    void manyAtOnceGetAddressesAndPortsOfTheirOwn() {
        Lab.run(directory, lab -> {
            Networks networks = lab.networks(List.of());
            List<Sandbox> opened = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                SandboxRequest request = lab.request("bridge", Lab.tcp("0.0.0.0", 0));
                threads.add(Thread.ofPlatform().start(() -> opened.add(networks.open(request))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(20, opened.size());
            assertEquals(20, new HashSet<>(opened.stream().map(Lab::address).toList()).size());
            assertEquals(
                    20,
                    new HashSet<>(opened.stream()
                                    .map(sandbox -> sandbox.ports().getFirst().hostPort())
                                    .toList())
                            .size());
        });
    }

    @Test
    void filesAreAsInDocker() {
        Lab.run(directory, lab -> {
            Sandbox sandbox = lab.networks(List.of()).open(lab.request("bridge"));
            assertEquals("sandbox1\n", Files.readString(Path.of(sandbox.hostnameFile())));
            assertTrue(Files.readString(Path.of(sandbox.hosts())).endsWith(Lab.address(sandbox) + "\tsandbox1\n"));
            assertTrue(Files.readString(Path.of(sandbox.resolvConf())).contains("nameserver "));
        });
    }

    /** Makes a machine send what is for 127.0.0.1 to a neighbour, as an attacker would. */
    private static boolean routeLoopbackTo(String neighbour) {
        Sysctl.set("ipv4/conf/wan0/route_localnet", "1");
        try (RouteSocket route = RouteSocket.open()) {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            int wan0 = route.link("wan0").orElseThrow().index();
            Optional<InetAddress> gateway = Optional.of(InetAddress.ofLiteral(neighbour));
            route.apply(new RouteBatch()
                    .deleteAddress(1, loopback, 8)
                    .addRoute(new Route(loopback, 32, gateway, wan0, Route.MAIN_TABLE)));
        }
        return true;
    }

    private static String gateway(Networks networks) {
        return String.valueOf(
                networks.find("bridge").orElseThrow().ipam().config().getFirst().gateway());
    }

    private static List<String> list(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static DatagramSocket echo() {
        try {
            DatagramSocket socket = new DatagramSocket(53);
            Thread.ofPlatform().daemon().start(() -> {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                try {
                    while (true) {
                        socket.receive(packet);
                        socket.send(packet);
                    }
                } catch (IOException e) {
                    // closed
                }
            });
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatagramSocket unbound() {
        try {
            return new DatagramSocket();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String exchange(String address, int port) {
        try (DatagramSocket socket = unbound()) {
            return exchange(socket, address, port);
        }
    }

    private static String exchange(DatagramSocket socket, String address, int port) {
        try {
            socket.setSoTimeout(500);
            byte[] ping = "ping".getBytes(StandardCharsets.UTF_8);
            socket.send(
                    new DatagramPacket(ping, ping.length, new InetSocketAddress(InetAddress.ofLiteral(address), port)));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "[none]";
        }
    }
}
