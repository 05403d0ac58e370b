package io.djong.network;

import io.djong.kernel.event.Poller;
import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.kernel.netlink.Link;
import io.djong.kernel.netlink.MacAddress;
import io.djong.kernel.netlink.Route;
import io.djong.kernel.netlink.RouteBatch;
import io.djong.kernel.netlink.RouteSocket;
import io.djong.kernel.netlink.VethPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A host of its own for a test: a network namespace with a loopback, an interface {@code eth0} at 192.0.2.1/24, and behind
 * that another machine, 192.0.2.2, which routes everything by the host. The test runs inside; platform threads that it
 * starts are inside too.
 */
final class Lab {
    static final String HOST = "192.0.2.1";
    static final String OUTSIDE = "192.0.2.2";
    private static final int TIMEOUT = 2000;

    private final Path directory;
    private final MemoryRecords records = new MemoryRecords();
    private final Poller poller = Poller.start();
    private final List<Networks> started = new ArrayList<>();
    private int lastId;

    private Lab(Path directory) {
        this.directory = directory;
    }

    interface Body {
        void run(Lab lab) throws Exception;
    }

    static void run(Path directory, Body body) {
        NetworkNamespace.runInNew(() -> {
            Lab lab = new Lab(directory);
            lab.build();
            try {
                body.run(lab);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                lab.started.forEach(Networks::close);
                lab.clean();
                lab.poller.close();
            }
        });
    }

    private void build() {
        try (RouteSocket host = RouteSocket.open()) {
            host.apply(new RouteBatch().up(1));
            NetworkNamespace.create(namespace -> {
                        namespace.bind(outsidePath());
                        MacAddress mac = MacAddress.parse("02:00:00:00:00:02");
                        host.apply(new RouteBatch()
                                .createVeth(
                                        new VethPair("eth0", 0, 0, new VethPair.Peer("wan0", mac, namespace.fd()))));
                        int eth0 = host.link("eth0").orElseThrow().index();
                        host.apply(new RouteBatch().addAddress(eth0, InetAddress.ofLiteral(HOST), 24));
                        try (RouteSocket inner = RouteSocket.open()) {
                            int wan0 = inner.link("wan0").orElseThrow().index();
                            Route all = new Route(
                                    InetAddress.ofLiteral("0.0.0.0"),
                                    0,
                                    Optional.of(InetAddress.ofLiteral(HOST)),
                                    wan0,
                                    Route.MAIN_TABLE);
                            inner.apply(new RouteBatch()
                                    .up(1)
                                    .addAddress(wan0, InetAddress.ofLiteral(OUTSIDE), 24)
                                    .up(wan0)
                                    .addRoute(all));
                        }
                        return namespace;
                    })
                    .close();
        }
    }

    private void clean() {
        NetworkNamespace.remove(outsidePath());
        Path netns = directory.resolve("run/netns");
        if (Files.exists(netns)) {
            try (var files = Files.list(netns)) {
                files.forEach(NetworkNamespace::remove);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path outsidePath() {
        return directory.resolve("outside");
    }

    Path netns() {
        return directory.resolve("run/netns");
    }

    /** A daemon's networks; several after each other share their records, as a restarted daemon does. */
    Networks networks(List<Sandbox> live) {
        return networks(NetworkConfig.defaults(directory.resolve("run")), live);
    }

    Networks networks(NetworkConfig config, List<Sandbox> live) {
        Networks networks = new Networks(config, records, poller, Clock.systemUTC(), new Random());
        started.add(networks);
        networks.start(live);
        return networks;
    }

    /** A daemon's networks that were never started. */
    Networks unstarted() {
        NetworkConfig config = NetworkConfig.defaults(directory.resolve("run"));
        return new Networks(config, records, poller, Clock.systemUTC(), new Random());
    }

    SandboxRequest request(String network, PortRequest... ports) {
        String id = "sandbox" + ++lastId;
        try {
            return new SandboxRequest(
                    id,
                    "name-of-" + id,
                    id,
                    "",
                    List.of(EndpointRequest.of(network)),
                    List.of(ports),
                    Dns.EMPTY,
                    List.of(),
                    Files.createDirectories(directory.resolve(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PortRequest tcp(String hostIp, int hostPort) {
        return PortRequest.of(Protocol.TCP, 80, Ipv4.parse(hostIp), hostPort);
    }

    static Ipv4 address(Sandbox sandbox) {
        return Optional.ofNullable(sandbox.endpoints().getFirst().address()).orElseThrow();
    }

    /** Runs code on the machine behind the host. */
    <T> T outside(Supplier<T> code) {
        try (NetworkNamespace namespace = NetworkNamespace.open(outsidePath())) {
            return namespace.call(code);
        }
    }

    static <T> T inside(Sandbox sandbox, Supplier<T> code) {
        try (NetworkNamespace namespace =
                NetworkNamespace.open(sandbox.namespace().orElseThrow())) {
            return namespace.call(code);
        }
    }

    /** Serves a port where it is called: each connection is told what is said here and the address that it came from. */
    static ServerSocket serve(String says) {
        try {
            ServerSocket server = new ServerSocket(80);
            Thread.ofPlatform().daemon().start(() -> answer(server, says));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(ServerSocket server, String says) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                String text = says + " " + socket.getInetAddress().getHostAddress();
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** What a server says, or a text in brackets if it cannot be reached. */
    static String ask(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), TIMEOUT);
            socket.setSoTimeout(TIMEOUT);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "[" + e.getMessage() + "]";
        }
    }

    static List<String> links() {
        try (RouteSocket route = RouteSocket.open()) {
            return route.links().stream().map(Link::name).sorted().toList();
        }
    }
}
