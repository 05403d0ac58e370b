package io.djong.network;

import io.djong.kernel.netlink.Link;
import io.djong.kernel.netlink.Route;
import io.djong.kernel.netlink.RouteSocket;
import io.djong.model.error.Conflict;
import io.djong.model.error.Forbidden;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.error.NotImplemented;
import io.djong.network.NetworkConfig.Switch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** The networks that there are: their records, and the bridges among them with their addresses. Safe for many threads. */
final class Catalog {
    static final String DEFAULT = "bridge";

    private final NetworkConfig config;
    private final NetworkRecords records;
    private final Clock clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Network> networks = new LinkedHashMap<>(); // guarded by lock; by id
    private final Map<String, BridgeNetwork> bridges = new LinkedHashMap<>(); // guarded by lock; by id

    Catalog(NetworkConfig config, NetworkRecords records, Clock clock, RandomGenerator random) {
        this.config = config;
        this.records = records;
        this.clock = clock;
        this.random = random;
    }

    /** Reads the records, completes them by the predefined networks and makes the bridges. */
    void start() {
        lock.lock();
        try {
            records.load().forEach(network -> networks.put(network.id(), network));
            predefine("host", "host");
            predefine("none", "null");
            startDefault();
            for (Network network : List.copyOf(networks.values())) {
                if (Driver.of(network) instanceof Driver.Bridge driver && !bridges.containsKey(network.id())) {
                    addBridge(network, driver);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The default network: kept as it was while that fits the settings and the host's routes, else made anew. */
    private void startDefault() {
        Optional<Network> recorded = byName(DEFAULT);
        if (config.bridge().equals("none")) {
            recorded.ifPresent(this::forget);
            return;
        }
        IpamPool pool = recorded.map(Network::ipam)
                .map(ipam -> ipam.config().getFirst())
                .filter(this::fits)
                .orElseGet(this::defaultPool);
        Network network = new Network(
                DEFAULT,
                recorded.map(Network::id).orElseGet(this::id),
                recorded.map(Network::created).orElseGet(clock::instant),
                "local",
                "bridge",
                true,
                false,
                new IpamConfig("default", null, List.of(pool)),
                false,
                false,
                false,
                defaultOptions(),
                Map.of());
        if (!recorded.equals(Optional.of(network))) {
            records.save(network);
        }
        networks.put(network.id(), network);
        addBridge(network, (Driver.Bridge) Driver.of(network));
    }

    private boolean fits(IpamPool pool) {
        Subnet subnet = pool.subnet();
        return subnet != null
                && isAsAsked(pool)
                && used(config.bridge()).stream().noneMatch(subnet::overlaps);
    }

    private boolean isAsAsked(IpamPool pool) {
        IpamPool asked = config.pool();
        return (asked.subnet() == null || asked.subnet().equals(pool.subnet()))
                && (asked.gateway() == null || asked.gateway().equals(pool.gateway()))
                && Objects.equals(asked.ipRange(), pool.ipRange());
    }

    /** A bridge's own address is taken as it is given: a route to there may be of the bridge's making. */
    private IpamPool defaultPool() {
        return config.pool().gateway() == null
                ? Subnets.complete(config.pool(), config.pools(), used(config.bridge()))
                : config.pool();
    }

    private Map<String, String> defaultOptions() {
        return Map.of(
                "com.docker.network.bridge.default_bridge", "true",
                "com.docker.network.bridge.enable_icc", Boolean.toString(config.has(Switch.ICC)),
                "com.docker.network.bridge.enable_ip_masquerade", Boolean.toString(config.has(Switch.MASQUERADE)),
                "com.docker.network.bridge.host_binding_ipv4",
                        config.publishIp().toString(),
                "com.docker.network.bridge.name", config.bridge(),
                "com.docker.network.driver.mtu", Integer.toString(config.mtu() == 0 ? 1500 : config.mtu()));
    }

    private void predefine(String name, String driver) {
        if (byName(name).isEmpty()) {
            Network network = new Network(
                    name,
                    id(),
                    clock.instant(),
                    "local",
                    driver,
                    true,
                    false,
                    IpamConfig.DEFAULT,
                    false,
                    false,
                    false,
                    Map.of(),
                    Map.of());
            records.save(network);
            networks.put(network.id(), network);
        }
    }

    /** Creates a network of the bridge driver, all but its rules. */
    Network create(NetworkRequest request) {
        checkRequest(request);
        lock.lock();
        try {
            if (byName(request.name()).isPresent()) {
                throw new Conflict("network with name " + request.name() + " already exists");
            }
            IpamPool wanted = request.ipam().config().isEmpty()
                    ? IpamPool.ANY
                    : request.ipam().config().getFirst();
            IpamPool pool = Subnets.complete(wanted, config.pools(), used(""));
            Network network = new Network(
                    request.name(),
                    id(),
                    clock.instant(),
                    "local",
                    "bridge",
                    true,
                    false,
                    new IpamConfig(request.ipam().driver(), request.ipam().options(), List.of(pool)),
                    request.internal(),
                    request.attachable(),
                    false,
                    request.options(),
                    request.labels());
            addBridge(network, (Driver.Bridge) Driver.of(network));
            try {
                records.create(network);
            } catch (RuntimeException e) {
                new Undo().add(() -> removeBridge(network)).runAfter(e);
                throw e;
            }
            networks.put(network.id(), network);
            return network;
        } finally {
            lock.unlock();
        }
    }

    private static void checkRequest(NetworkRequest request) {
        if (!request.name().matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw new InvalidArgument("invalid network name: " + request.name());
        }
        if (Driver.PREDEFINED.contains(request.name())) {
            throw new Forbidden("operation is not permitted on predefined " + request.name() + " network");
        }
        if (request.driver().equals("host") || request.driver().equals("null")) {
            throw new Forbidden("only one instance of \"" + request.driver() + "\" network is allowed");
        }
        if (!request.driver().isEmpty() && !request.driver().equals("bridge")) {
            throw new NotFound("could not find plugin " + request.driver() + " in v2 registry");
        }
        if (request.enableIpv6()) {
            throw new NotImplemented("networks with IPv6 addresses are not supported yet");
        }
        if (request.ipam().config().size() > 1) {
            throw new InvalidArgument("bridge driver doesn't support multiple subnets");
        }
    }

    /** Removes a network, its bridge and its record. */
    void remove(Network network) {
        lock.lock();
        try {
            removeBridge(network);
            forget(network);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Network network) {
        records.remove(network);
        networks.remove(network.id());
    }

    private void removeBridge(Network network) {
        BridgeNetwork bridge = bridges.get(network.id());
        if (bridge != null) {
            Wiring.deleteLink(bridge.driver().device());
            bridges.remove(network.id());
        }
    }

    private void addBridge(Network network, Driver.Bridge driver) {
        BridgeNetwork bridge = BridgeNetwork.of(network, driver);
        if (bridges.values().stream().anyMatch(other -> other.driver().device().equals(driver.device()))) {
            throw new Conflict("network device " + driver.device() + " belongs to another network");
        }
        Wiring.ensureBridge(bridge);
        bridges.put(network.id(), bridge);
    }

    List<Network> list() {
        lock.lock();
        try {
            return networks.values().stream()
                    .sorted(Comparator.comparing(Network::name))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    List<BridgeNetwork> bridges() {
        lock.lock();
        try {
            return List.copyOf(bridges.values());
        } finally {
            lock.unlock();
        }
    }

    Optional<BridgeNetwork> bridge(String networkId) {
        lock.lock();
        try {
            return Optional.ofNullable(bridges.get(networkId));
        } finally {
            lock.unlock();
        }
    }

    /** The default network's bridge, unless it is switched off. */
    Optional<BridgeNetwork> defaultBridge() {
        lock.lock();
        try {
            return byName(DEFAULT).map(network -> bridges.get(network.id()));
        } finally {
            lock.unlock();
        }
    }

    /** Finds by id, by name or by the beginning of an id that only one has. */
    Optional<Network> find(String nameOrId) {
        lock.lock();
        try {
            Network byId = networks.get(nameOrId);
            if (byId != null) {
                return Optional.of(byId);
            }
            Optional<Network> byName = byName(nameOrId);
            return byName.isPresent() ? byName : byPrefix(nameOrId);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Network> byPrefix(String prefix) {
        List<Network> found = networks.values().stream()
                .filter(network -> !prefix.isEmpty() && network.id().startsWith(prefix))
                .toList();
        if (found.size() > 1) {
            throw new InvalidArgument(
                    "network " + prefix + " is ambiguous (" + found.size() + " matches found on ID prefix)");
        }
        return found.stream().findFirst();
    }

    private Optional<Network> byName(String name) {
        return networks.values().stream().filter(n -> n.name().equals(name)).findFirst();
    }

    /** The subnets that networks and the host's routes take up, save those of one device of ours. */
    private List<Subnet> used(String device) {
        List<Subnet> used = new ArrayList<>();
        for (Network network : networks.values()) {
            if (!network.name().equals(DEFAULT) || device.isEmpty()) {
                network.ipam().config().stream()
                        .map(IpamPool::subnet)
                        .filter(subnet -> subnet != null)
                        .forEach(used::add);
            }
        }
        try (RouteSocket route = RouteSocket.open()) {
            int own = route.link(device.isEmpty() ? "lo" : device)
                    .map(Link::index)
                    .orElse(0);
            List<Integer> bridges = ownBridges(route);
            for (Route each : route.routes()) {
                boolean v4 = each.destination().getAddress().length == 4;
                if (v4 && each.prefix() > 0 && each.link() != own && !bridges.contains(each.link())) {
                    used.add(new Subnet(Ipv4.of(each.destination().getAddress()), each.prefix()));
                }
            }
        }
        return used;
    }

    /** The devices of recorded networks, whose routes are the networks' own. */
    private List<Integer> ownBridges(RouteSocket route) {
        return networks.values().stream()
                .map(Driver::of)
                .flatMap(driver -> driver instanceof Driver.Bridge bridge
                        ? route.link(bridge.device()).stream()
                        : Optional.<Link>empty().stream())
                .map(Link::index)
                .toList();
    }

    /** A new identity of 64 hexadecimal digits. */
    String id() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
