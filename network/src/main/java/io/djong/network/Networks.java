package io.djong.network;

import io.djong.kernel.Fd;
import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.model.error.EngineException;
import io.djong.model.error.Forbidden;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The owner of networks, sandboxes, endpoints and published ports on this host.
 *
 * <p>Everything that it makes lives in the kernel and outlives the process: namespaces bound at paths, links, rules.
 * After a restart {@link #start} is given the sandboxes that are still wanted; those keep working untouched, and the
 * leavings of others are removed.
 *
 * <p>Safe for use by many threads. Methods block for milliseconds, in the kernel; they may be called on virtual threads.
 */
public final class Networks implements AutoCloseable {
    private final NetworkConfig config;
    private final Catalog catalog;
    private final Rules rules;
    private final Sweeper sweeper;
    private final PortTable ports = PortTable.ofKernel();
    private final Map<String, Open> open = new ConcurrentHashMap<>(); // by the sandbox's id

    /** Held shared while a sandbox is opened or closed, whole while networks and so all rules change. */
    private final ReentrantReadWriteLock networksChange = new ReentrantReadWriteLock();

    /** A sandbox and the ports that it holds. */
    private record Open(Sandbox sandbox, List<PortTable.Claim> claims) {}

    public Networks(NetworkConfig config, NetworkRecords records, Clock clock, RandomGenerator random) {
        this.config = config;
        this.catalog = new Catalog(config, records, clock, random);
        this.rules = new Rules(table(config), config.runDirectory().resolve("rules"));
        this.sweeper = new Sweeper(config.runDirectory().resolve("netns"));
    }

    /** Daemons beside each other have bridges of different names, and so tables. */
    private static String table(NetworkConfig config) {
        return config.bridge().equals("djong0") ? "djong" : "djong-" + config.bridge();
    }

    /**
     * Makes the default networks, the bridges and the rules, adopts the live sandboxes and removes what is left of
     * others. Called once, before anything else.
     */
    public void start(List<Sandbox> live) {
        sweeper.start();
        if (config.ipForward()) {
            Sysctl.set("ipv4/ip_forward", "1");
        }
        catalog.start();
        live.forEach(this::adopt);
        sweeper.sweep(live, catalog.bridges());
        if (config.rules()) {
            rules.establish(catalog.bridges(), targets());
            ForwardAccept.ensure(devices());
        }
    }

    private void adopt(Sandbox sandbox) {
        for (Endpoint endpoint : sandbox.endpoints()) {
            catalog.bridge(endpoint.networkId()).ifPresent(bridge -> takeAgain(bridge, endpoint));
        }
        open.put(
                sandbox.id(),
                new Open(sandbox, sandbox.ports().stream().map(ports::adopt).toList()));
    }

    private static void takeAgain(BridgeNetwork bridge, Endpoint endpoint) {
        if (endpoint.address() != null && bridge.subnet().contains(endpoint.address())) {
            bridge.addresses().take(endpoint.address());
        }
    }

    /**
     * Opens a sandbox: makes its namespace, joins its networks, publishes its ports, writes its files. On failure
     * nothing is left.
     *
     * @throws NotFound if a network does not exist
     * @throws Internal if a port is taken, with Docker's words for it
     */
    public Sandbox open(SandboxRequest request) {
        networksChange.readLock().lock();
        try {
            Opening opening = new Opening(request);
            try {
                Open made = opening.run();
                open.put(request.id(), made);
                return made.sandbox();
            } catch (RuntimeException | Error e) {
                opening.undo(e);
                throw e;
            }
        } finally {
            networksChange.readLock().unlock();
        }
    }

    /** Closes a sandbox: everything of it goes, save its files. Closing one that is closed does nothing. */
    public void close(Sandbox sandbox) {
        Open closing = open.remove(sandbox.id());
        if (closing == null) {
            return;
        }
        networksChange.readLock().lock();
        try {
            Undo undo = new Undo();
            closing.sandbox().endpoints().forEach(endpoint -> undo.add(() -> leave(endpoint)));
            closing.sandbox().namespace().ifPresent(path -> undo.add(() -> NetworkNamespace.remove(path)));
            undo.add(() -> unpublish(closing.claims()));
            undo.runAll();
        } finally {
            networksChange.readLock().unlock();
        }
    }

    private void unpublish(List<PortTable.Claim> claims) {
        try {
            if (config.rules() && !claims.isEmpty()) {
                rules.unpublish(claims.stream().map(PortTable.Claim::port).toList());
            }
        } finally {
            claims.forEach(ports::release);
        }
    }

    /** Frees an endpoint's address, and its link, which goes with the namespace or a moment later by our hand. */
    private void leave(Endpoint endpoint) {
        if (!endpoint.hostInterface().isEmpty()) {
            sweeper.expectGone(endpoint.hostInterface());
        }
        Ipv4 address = endpoint.address();
        if (address != null) {
            catalog.bridge(endpoint.networkId())
                    .ifPresent(bridge -> bridge.addresses().release(address));
        }
    }

    /**
     * The sockets that keep a sandbox's published ports from other programs. They stay this object's, which closes
     * them in {@link #close(Sandbox)}; a process that is to hold the ports while the daemon is dead inherits them.
     */
    public List<Fd> portHolders(String sandboxId) {
        Open found = open.get(sandboxId);
        return found == null
                ? List.of()
                : found.claims().stream()
                        .flatMap(claim -> claim.holder().stream())
                        .toList();
    }

    /** All networks, by name. */
    public List<Network> list() {
        return catalog.list();
    }

    /** Finds a network by name, by id or by an unambiguous beginning of its id. */
    public Optional<Network> find(String nameOrId) {
        return catalog.find(nameOrId);
    }

    /** The open sandboxes that have an endpoint on a network. */
    public List<Sandbox> attached(String networkId) {
        return open.values().stream()
                .map(Open::sandbox)
                .filter(sandbox -> sandbox.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.networkId().equals(networkId)))
                .toList();
    }

    /** Creates a network. @throws io.djong.model.error.Conflict if the name is taken */
    public Network create(NetworkRequest request) {
        networksChange.writeLock().lock();
        try {
            Network network = catalog.create(request);
            try {
                rebuild();
                return network;
            } catch (RuntimeException e) {
                new Undo().add(() -> catalog.remove(network)).runAfter(e);
                throw e;
            }
        } finally {
            networksChange.writeLock().unlock();
        }
    }

    /** Removes a network. @throws Forbidden if it is predefined or has endpoints @throws NotFound if there is none */
    public void remove(String nameOrId) {
        networksChange.writeLock().lock();
        try {
            Network network =
                    catalog.find(nameOrId).orElseThrow(() -> new NotFound("network " + nameOrId + " not found"));
            if (network.predefined()) {
                throw new Forbidden(network.name() + " is a pre-defined network and cannot be removed");
            }
            if (!attached(network.id()).isEmpty()) {
                throw new Forbidden("error while removing network: network " + network.name() + " id " + network.id()
                        + " has active endpoints");
            }
            List<String> before = devices();
            catalog.remove(network);
            if (config.rules()) {
                ForwardAccept.remove(before);
            }
            rebuild();
        } finally {
            networksChange.writeLock().unlock();
        }
    }

    private void rebuild() {
        if (config.rules()) {
            rules.rebuild(catalog.bridges(), targets());
            ForwardAccept.ensure(devices());
        }
    }

    private List<String> devices() {
        return catalog.bridges().stream()
                .map(bridge -> bridge.driver().device())
                .toList();
    }

    private List<Ruleset.Target> targets() {
        return open.values().stream()
                .map(Open::sandbox)
                .flatMap(sandbox -> targets(sandbox.endpoints(), sandbox.ports()))
                .toList();
    }

    /** Ports lead to the first endpoint that has an address. */
    private static Stream<Ruleset.Target> targets(List<Endpoint> endpoints, List<PublishedPort> ports) {
        return endpoints.stream()
                .map(Endpoint::address)
                .flatMap(Stream::ofNullable)
                .limit(1)
                .flatMap(address -> ports.stream().map(port -> new Ruleset.Target(port, address)));
    }

    /** Lets go of what the process holds; what is in the kernel stays and keeps working. */
    @Override
    public void close() {
        sweeper.close();
        rules.close();
        open.values().forEach(each -> each.claims().forEach(ports::release));
        open.clear();
    }

    /**
     * Closes all sandboxes and removes every bridge and rule: the host is as it was before {@link #start}, save that
     * forwarding stays on. The records of the networks stay too.
     */
    public void removeAll() {
        Undo undo = new Undo();
        List<String> devices = devices();
        devices.forEach(device -> undo.add(() -> Wiring.deleteLink(device)));
        if (config.rules()) {
            undo.add(rules::remove);
            undo.add(() -> ForwardAccept.remove(devices));
        }
        undo.add(sweeper::finish);
        open.values().forEach(each -> undo.add(() -> close(each.sandbox())));
        undo.runAll();
    }

    /** One sandbox on its way; each step leaves behind how to undo it. */
    private final class Opening {
        private final SandboxRequest request;
        private final Undo undo = new Undo();
        private final List<Wiring.Wire> wires = new ArrayList<>();
        private final List<Endpoint> endpoints = new ArrayList<>();
        private final SandboxFiles files;
        private boolean hostNamespace;

        Opening(SandboxRequest request) {
            this.request = request;
            this.files = new SandboxFiles(request.directory());
        }

        Open run() {
            if (open.containsKey(request.id())) {
                throw new Internal("sandbox " + request.id() + " is open already");
            }
            request.endpoints().forEach(this::join);
            List<PortTable.Claim> claims = wires.isEmpty() ? List.of() : claim();
            String netns = hostNamespace ? "" : wire();
            List<PublishedPort> published =
                    claims.stream().map(PortTable.Claim::port).toList();
            publish(published);
            writeFiles();
            return new Open(
                    new Sandbox(
                            request.id(),
                            request.name(),
                            netns,
                            endpoints,
                            published,
                            files.resolvConf().toString(),
                            files.hosts().toString(),
                            files.hostname().toString()),
                    claims);
        }

        void undo(Throwable failure) {
            undo.runAfter(failure);
        }

        private void join(EndpointRequest wanted) {
            String name = wanted.network().equals("default") ? Catalog.DEFAULT : wanted.network();
            Network network = catalog.find(name).orElseThrow(() -> new NotFound("network " + name + " not found"));
            switch (Driver.of(network)) {
                case Driver.Host _ -> {
                    alone(network);
                    hostNamespace = true;
                    endpoints.add(bare(network));
                }
                case Driver.None _ -> {
                    alone(network);
                    endpoints.add(bare(network));
                }
                case Driver.Bridge _ -> joinBridge(network, wanted);
            }
        }

        private void alone(Network network) {
            if (request.endpoints().size() > 1) {
                throw new InvalidArgument(
                        "container cannot be connected to network " + network.name() + " and others at once");
            }
        }

        private Endpoint bare(Network network) {
            return new Endpoint(catalog.id(), network.id(), network.name(), "", "", "", null, 0, null, List.of());
        }

        private void joinBridge(Network network, EndpointRequest wanted) {
            BridgeNetwork bridge = catalog.bridge(network.id())
                    .orElseThrow(() -> new NotFound("network " + network.name() + " not found"));
            Ipv4 address = address(bridge, wanted);
            undo.add(() -> bridge.addresses().release(address));
            String mac = wanted.macAddress().isEmpty()
                    ? Wiring.mac(address).toString()
                    : wanted.macAddress().toLowerCase(Locale.ROOT);
            if (!mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
                throw new InvalidArgument("invalid MAC address: " + wanted.macAddress());
            }
            String id = catalog.id();
            Endpoint endpoint = new Endpoint(
                    id,
                    network.id(),
                    network.name(),
                    "eth" + wires.size(),
                    "veth" + id.substring(0, 7),
                    mac,
                    address,
                    bridge.subnet().prefix(),
                    network.internal() ? null : bridge.gateway(),
                    wanted.aliases());
            endpoints.add(endpoint);
            boolean hairpin = !request.ports().isEmpty() && Wiring.filtersBridged();
            wires.add(new Wiring.Wire(endpoint, bridge, hairpin));
        }

        private Ipv4 address(BridgeNetwork bridge, EndpointRequest wanted) {
            if (wanted.address() == null) {
                return bridge.addresses().allocate();
            }
            if (bridge.network().name().equals(Catalog.DEFAULT)) {
                throw new InvalidArgument("user specified IP address is supported on user defined networks only");
            }
            bridge.addresses().take(wanted.address());
            return wanted.address();
        }

        private List<PortTable.Claim> claim() {
            List<PortTable.Claim> claims = new ArrayList<>();
            Wiring.Wire first = wires.getFirst();
            if (first.network().network().internal()) {
                return claims;
            }
            for (PortRequest port : request.ports()) {
                try {
                    PortTable.Claim claim = ports.claim(
                            port.hostIp().isAny()
                                    ? at(port, first.network().driver().hostBinding())
                                    : port);
                    undo.add(() -> ports.release(claim));
                    claims.add(claim);
                } catch (EngineException e) {
                    throw new Internal(
                            "driver failed programming external connectivity on endpoint " + request.name() + " ("
                                    + first.endpoint().id() + "): " + e.message(),
                            e);
                }
            }
            return claims;
        }

        private static PortRequest at(PortRequest port, Ipv4 address) {
            return new PortRequest(
                    port.protocol(), port.containerPort(), address, port.firstHostPort(), port.lastHostPort());
        }

        private String wire() {
            Path path = sweeper.netnsPath(request.id());
            wires.forEach(
                    wire -> undo.add(() -> sweeper.expectGone(wire.endpoint().hostInterface())));
            Wiring.open(path, wires);
            undo.add(() -> NetworkNamespace.remove(path));
            return path.toString();
        }

        private void publish(List<PublishedPort> published) {
            if (config.rules()) {
                rules.publish(targets(endpoints, published).toList());
                undo.add(() -> rules.unpublish(published));
            }
        }

        private void writeFiles() {
            Optional<String> hostGateway = config.hostGatewayIp().isEmpty()
                    ? catalog.defaultBridge().map(bridge -> bridge.gateway().toString())
                    : Optional.of(config.hostGatewayIp());
            if (hostNamespace) {
                files.writeOfHost(request, dns(), hostGateway);
            } else {
                files.write(request, dns(), endpoints, hostGateway);
            }
        }

        private Dns dns() {
            Dns own = request.dns();
            Dns standard = config.dns();
            return new Dns(
                    own.servers().isEmpty() ? standard.servers() : own.servers(),
                    own.search().isEmpty() ? standard.search() : own.search(),
                    own.options().isEmpty() ? standard.options() : own.options());
        }
    }
}
