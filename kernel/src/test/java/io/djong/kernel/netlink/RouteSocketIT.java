package io.djong.kernel.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.testkit.Privilege;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteSocketIT {
    private static final MacAddress MAC = MacAddress.parse("02:42:0a:00:00:01");
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("10.0.0.1");

    @BeforeEach
    void root() {
        Privilege.root();
    }

    @Test
    void aBridgeIsMadeConfiguredAndDeleted() {
        inside(route -> {
            route.apply(new RouteBatch().createBridge("br0", MAC));
            Link made = route.link("br0").orElseThrow();
            assertEquals(new Link(made.index(), "br0", "bridge", Optional.of(MAC), 1500, 0, false), made);
            route.apply(new RouteBatch()
                    .addAddress(made.index(), ADDRESS, 24)
                    .addAddress(made.index(), InetAddress.ofLiteral("fd00::1"), 64)
                    .mtu(made.index(), 1400)
                    .up(made.index()));
            Link up = route.link("br0").orElseThrow();
            assertTrue(up.up());
            assertEquals(1400, up.mtu());
            assertTrue(route.addresses().contains(new Address(made.index(), ADDRESS, 24)));
            assertTrue(route.addresses().contains(new Address(made.index(), InetAddress.ofLiteral("fd00::1"), 64)));
            route.apply(new RouteBatch()
                    .deleteAddress(made.index(), ADDRESS, 24)
                    .down(made.index())
                    .rename(made.index(), "br1"));
            assertFalse(route.addresses().contains(new Address(made.index(), ADDRESS, 24)));
            assertTrue(route.link("br0").isEmpty());
            route.apply(new RouteBatch().deleteLink(made.index()));
            assertTrue(route.link("br1").isEmpty());
        });
    }

    @Test
    void routesAndNeighboursAreAddedListedAndDeleted() {
        inside(route -> {
            int bridge = bridge(route);
            Route network = new Route(
                    InetAddress.ofLiteral("10.9.0.0"),
                    16,
                    Optional.of(InetAddress.ofLiteral("10.0.0.9")),
                    bridge,
                    Route.MAIN_TABLE);
            Route standard = new Route(
                    InetAddress.ofLiteral("0.0.0.0"),
                    0,
                    Optional.of(InetAddress.ofLiteral("10.0.0.9")),
                    bridge,
                    Route.MAIN_TABLE);
            Neighbour neighbour = new Neighbour(bridge, InetAddress.ofLiteral("10.0.0.9"), Optional.of(MAC));
            route.apply(new RouteBatch()
                    .addRoute(network)
                    .addRoute(standard)
                    .addNeighbour(bridge, neighbour.address(), MAC));
            assertTrue(route.routes().containsAll(List.of(network, standard)), route.routes()::toString);
            assertTrue(route.neighbours().contains(neighbour));
            route.apply(new RouteBatch()
                    .deleteRoute(network)
                    .deleteRoute(standard)
                    .deleteNeighbour(bridge, neighbour.address()));
            assertFalse(route.routes().contains(network));
            assertFalse(route.neighbours().contains(neighbour));
        });
    }

    @Test
    void aPairIsMadeAcrossNamespacesInOneMessage(@TempDir Path directory) {
        Path path = directory.resolve("ns");
        inside(route -> {
            int bridge = bridge(route);
            NetworkNamespace.create(namespace -> {
                        namespace.bind(path);
                        route.apply(new RouteBatch()
                                .createVeth(new VethPair(
                                        "veth0", bridge, 1400, new VethPair.Peer("eth0", MAC, namespace.fd())))
                                .isolated("veth0")
                                .hairpin("veth0"));
                        try (RouteSocket inner = RouteSocket.open()) {
                            Link made = inner.link("eth0").orElseThrow();
                            assertEquals(
                                    new Link(made.index(), "eth0", "veth", Optional.of(MAC), 1400, 0, false), made);
                        }
                        return namespace;
                    })
                    .close();
            Link host = route.link("veth0").orElseThrow();
            assertEquals(bridge, host.master());
            assertTrue(host.up());
            NetworkNamespace.remove(path);
            assertFalse(Files.exists(path));
        });
    }

    @Test
    void aLinkMovesToAnotherNamespace(@TempDir Path directory) {
        Path path = directory.resolve("ns");
        inside(route -> {
            int bridge = bridge(route);
            NetworkNamespace.create(namespace -> {
                        namespace.bind(path);
                        route.apply(new RouteBatch()
                                .createVeth(new VethPair("a", 0, 0, new VethPair.Peer("b", MAC, namespace.fd())))
                                .createVeth(new VethPair("c", bridge, 0, new VethPair.Peer("d", MAC, namespace.fd()))));
                        int a = route.link("a").orElseThrow().index();
                        route.apply(new RouteBatch().moveTo(a, namespace.fd()));
                        try (RouteSocket inner = RouteSocket.open()) {
                            assertTrue(inner.link("a").isPresent());
                        }
                        return namespace;
                    })
                    .close();
            assertTrue(route.link("a").isEmpty());
            NetworkNamespace.remove(path);
        });
    }

    @Test
    void failuresNameTheChange() {
        inside(route -> {
            route.apply(new RouteBatch().createBridge("br0", MAC));
            KernelException e =
                    assertThrows(KernelException.class, () -> route.apply(new RouteBatch().createBridge("br0", MAC)));
            assertTrue(e.is(Errno.EEXIST));
            assertTrue(String.valueOf(e.getMessage()).contains("create bridge br0"), e.getMessage());
        });
    }

    @Test
    void changesAreNoticed() {
        NetworkNamespace.runInNew(() -> {
            try (RouteSocket route = RouteSocket.open();
                    ChangeMonitor monitor = ChangeMonitor.ofRoutes();
                    Poller poller = Poller.start()) {
                assertEquals(Set.of(), monitor.await(poller, Duration.ofMillis(1)));
                route.apply(new RouteBatch().createBridge("br0", MAC));
                assertTrue(monitor.await(poller, Duration.ofSeconds(5)).contains(ChangeMonitor.Subject.LINKS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aNamespaceStaysAtItsPathAndIsEnteredThere(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("ns");
        NetworkNamespace.create(namespace -> {
                    namespace.bind(path);
                    try (RouteSocket route = RouteSocket.open()) {
                        route.apply(new RouteBatch().createBridge("inner", MAC));
                    }
                    return namespace;
                })
                .close();
        try (NetworkNamespace namespace = NetworkNamespace.open(path)) {
            assertTrue(namespace.call(() -> hasLink("inner")));
            assertFalse(hasLink("inner"));
        } finally {
            NetworkNamespace.remove(path);
            NetworkNamespace.remove(path);
        }
        assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains(path.toString()));
    }

    @Test
    void aNamespaceIsNotBoundWhereSomethingIs(@TempDir Path directory) throws IOException {
        Path path = Files.createFile(directory.resolve("ns"));
        try (NetworkNamespace namespace = NetworkNamespace.create(made -> made)) {
            assertTrue(assertThrows(KernelException.class, () -> namespace.bind(path))
                    .is(Errno.EEXIST));
            assertThrows(UncheckedIOException.class, () -> namespace.bind(directory.resolve("missing/ns")));
        }
        assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains(path.toString()));
    }

    private interface Body {
        void run(RouteSocket route);
    }

    private static void inside(Body body) {
        NetworkNamespace.runInNew(() -> {
            try (RouteSocket route = RouteSocket.open()) {
                body.run(route);
            }
        });
    }

    private static boolean hasLink(String name) {
        try (RouteSocket route = RouteSocket.open()) {
            return route.link(name).isPresent();
        }
    }

    private static int bridge(RouteSocket route) {
        route.apply(new RouteBatch().createBridge("br0", MAC));
        int bridge = route.link("br0").orElseThrow().index();
        route.apply(new RouteBatch().addAddress(bridge, ADDRESS, 24).up(bridge));
        return bridge;
    }
}
