package io.djong.network;

import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.model.error.EngineException;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One sandbox on its way; each step leaves behind how to undo it. For one thread and one use. */
final class Opening {
    private final Parts parts;
    private final SandboxRequest request;
    private final Undo undo = new Undo();
    private final List<Wiring.Wire> wires = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final SandboxFiles files;
    private boolean hostNamespace;

    /** What a sandbox is made of: the daemon's settings and the owners of each kind of thing. */
    record Parts(
            NetworkConfig config,
            Catalog catalog,
            PortTable ports,
            Rules rules,
            Sweeper sweeper,
            SpareNamespace spare) {}

    Opening(Parts parts, SandboxRequest request) {
        this.parts = parts;
        this.request = request;
        this.files = new SandboxFiles(request.directory());
    }

    OpenSandbox run() {
        request.endpoints().forEach(this::join);
        List<PortTable.Claim> claims = wires.isEmpty() ? List.of() : claim();
        String netns = hostNamespace ? "" : wire();
        List<PublishedPort> published =
                claims.stream().map(PortTable.Claim::port).toList();
        publish(published);
        writeFiles();
        return new OpenSandbox(
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
        Network network = parts.catalog().find(name).orElseThrow(() -> new NotFound("network " + name + " not found"));
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
        return new Endpoint(
                parts.catalog().id(),
                network.id(),
                network.name(),
                network.driver(),
                "",
                "",
                "",
                null,
                0,
                null,
                List.of());
    }

    private void joinBridge(Network network, EndpointRequest wanted) {
        BridgeNetwork bridge = parts.catalog()
                .bridge(network.id())
                .orElseThrow(() -> new NotFound("network " + network.name() + " not found"));
        Ipv4 address = address(bridge, wanted);
        undo.add(() -> bridge.addresses().release(address));
        String mac = wanted.macAddress().isEmpty()
                ? Wiring.mac(address).toString()
                : wanted.macAddress().toLowerCase(Locale.ROOT);
        if (!mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
            throw new InvalidArgument("invalid MAC address: " + wanted.macAddress());
        }
        String id = parts.catalog().id();
        Endpoint endpoint = new Endpoint(
                id,
                network.id(),
                network.name(),
                network.driver(),
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
                PortTable.Claim claim = parts.ports()
                        .claim(
                                port.hostIp().isAny()
                                        ? at(port, first.network().driver().hostBinding())
                                        : port);
                undo.add(() -> parts.ports().release(claim));
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
        Path path = parts.sweeper().netnsPath(request.id());
        wires.forEach(wire ->
                undo.add(() -> parts.sweeper().expectGone(wire.endpoint().hostInterface())));
        try (BareNamespace namespace = namespace()) {
            namespace.namespace().bind(path);
            undo.add(() -> NetworkNamespace.remove(path));
            Wiring.connect(namespace, wires);
        }
        return path.toString();
    }

    private BareNamespace namespace() {
        return request.namespace().map(maker -> BareNamespace.of(maker.get())).orElseGet(parts.spare()::take);
    }

    private void publish(List<PublishedPort> published) {
        if (parts.config().has(NetworkConfig.Switch.RULES)) {
            parts.rules().publish(Ruleset.targets(endpoints, published).toList());
            undo.add(() -> parts.rules().unpublish(published));
        }
    }

    private void writeFiles() {
        Optional<String> hostGateway = parts.config()
                .hostGateway()
                .or(() -> parts.catalog().defaultBridge().map(BridgeNetwork::gateway))
                .map(Ipv4::toString);
        if (hostNamespace) {
            files.writeOfHost(request, dns(), hostGateway);
        } else {
            files.write(request, dns(), endpoints, hostGateway);
        }
    }

    private Dns dns() {
        Dns own = request.dns();
        Dns standard = parts.config().dns();
        return new Dns(
                own.servers().isEmpty() ? standard.servers() : own.servers(),
                own.search().isEmpty() ? standard.search() : own.search(),
                own.options().isEmpty() ? standard.options() : own.options());
    }
}
