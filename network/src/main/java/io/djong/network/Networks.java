package io.djong.network;

import io.djong.kernel.Fd;
import io.djong.kernel.event.Poller;
import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.model.error.Forbidden;
import io.djong.model.error.Internal;
import io.djong.model.error.NotFound;
import io.djong.network.NetworkConfig.Switch;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

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
    private final Poller poller;
    private final Catalog catalog;
    private final Rules rules;
    private final Sweeper sweeper;
    private final PortTable ports = PortTable.ofKernel();
    private final SpareNamespace spare = new SpareNamespace();
    private final Opening.Parts parts;
    private final Map<String, OpenSandbox> open = new ConcurrentHashMap<>(); // by the sandbox's id

    /** Held shared while a sandbox is opened or closed, whole while networks and so all rules change. */
    private final ReentrantReadWriteLock networksChange = new ReentrantReadWriteLock();

    private Optional<RulesWatch> watch = Optional.empty(); // written by start and close, which do not overlap

    /** Whether the living sandboxes are known; written by start, read by close, which do not overlap. */
    private boolean started;

    public Networks(NetworkConfig config, NetworkRecords records, Poller poller, Clock clock, RandomGenerator random) {
        this.config = config;
        this.poller = poller;
        this.catalog = new Catalog(config, records, clock, random);
        this.rules = new Rules(table(config), config.runDirectory().resolve("rules"));
        this.sweeper = new Sweeper(config.runDirectory().resolve("netns"));
        this.parts = new Opening.Parts(config, catalog, ports, rules, sweeper, spare);
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
        Attempt.to("set up the networks", () -> establish(live));
    }

    private void establish(List<Sandbox> live) {
        sweeper.start();
        if (config.has(Switch.IP_FORWARD)) {
            Sysctl.set("ipv4/ip_forward", "1");
        }
        catalog.start();
        live.forEach(this::adopt);
        started = true;
        sweeper.sweep(live, catalog.bridges());
        if (config.has(Switch.RULES)) {
            mend();
            watch = Optional.of(RulesWatch.start(poller, this::mendUnlessChanging));
        }
    }

    private void mend() {
        rules.establish(catalog.bridges(), targets());
        ForwardAccept.ensure(devices());
    }

    /** Looks after the rules while no sandbox is on its way, whose elements would be missed. */
    private void mendUnlessChanging() {
        networksChange.writeLock().lock();
        try {
            mend();
        } finally {
            networksChange.writeLock().unlock();
        }
    }

    private void adopt(Sandbox sandbox) {
        for (Endpoint endpoint : sandbox.endpoints()) {
            catalog.bridge(endpoint.networkId()).ifPresent(bridge -> takeAgain(bridge, endpoint));
        }
        open.put(
                sandbox.id(),
                new OpenSandbox(
                        sandbox, sandbox.ports().stream().map(ports::adopt).toList()));
    }

    private static void takeAgain(BridgeNetwork bridge, Endpoint endpoint) {
        if (endpoint.address() != null && bridge.subnet().contains(endpoint.address())) {
            bridge.addresses().take(endpoint.address());
        }
    }

    /** Makes ahead what the next sandbox will need of its own. Returns at once. */
    public void prepare() {
        spare.prepare();
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
            if (open.containsKey(request.id())) {
                throw new Internal("sandbox " + request.id() + " is open already");
            }
            Opening opening = new Opening(parts, request);
            try {
                OpenSandbox made = Attempt.to("set up the network of container " + request.name(), opening::run);
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

    /**
     * Gives back what others may wait for: a sandbox's ports, its addresses, its places in networks. Its namespace stays
     * until {@link #close(Sandbox)}. Releasing one that is released does nothing.
     */
    public void release(Sandbox sandbox) {
        OpenSandbox closing = open.remove(sandbox.id());
        if (closing == null) {
            return;
        }
        networksChange.readLock().lock();
        try {
            Undo undo = new Undo();
            closing.sandbox().endpoints().forEach(endpoint -> undo.add(() -> leave(endpoint)));
            undo.add(() -> unpublish(closing.claims()));
            Attempt.to("release the network of container " + sandbox.name(), undo::runAll);
        } finally {
            networksChange.readLock().unlock();
        }
    }

    /** Closes a sandbox: everything of it goes, save its files. Closing one that is closed does nothing. */
    public void close(Sandbox sandbox) {
        Undo undo = new Undo()
                .add(() -> sandbox.namespace().ifPresent(NetworkNamespace::remove))
                .add(() -> release(sandbox));
        Attempt.to("remove the network of container " + sandbox.name(), undo::runAll);
    }

    private void unpublish(List<PortTable.Claim> claims) {
        try {
            if (config.has(Switch.RULES) && !claims.isEmpty()) {
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
        OpenSandbox found = open.get(sandboxId);
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
                .map(OpenSandbox::sandbox)
                .filter(sandbox -> sandbox.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.networkId().equals(networkId)))
                .toList();
    }

    /** Creates a network. @throws io.djong.model.error.Conflict if the name is taken */
    public Network create(NetworkRequest request) {
        networksChange.writeLock().lock();
        try {
            return Attempt.to("create network " + request.name(), () -> made(request));
        } finally {
            networksChange.writeLock().unlock();
        }
    }

    private Network made(NetworkRequest request) {
        Network network = catalog.create(request);
        try {
            rebuild();
            return network;
        } catch (RuntimeException e) {
            new Undo().add(() -> catalog.remove(network)).runAfter(e);
            throw e;
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
            Attempt.to("remove network " + network.name(), () -> dismantle(network));
        } finally {
            networksChange.writeLock().unlock();
        }
    }

    private void dismantle(Network network) {
        List<String> before = devices();
        catalog.remove(network);
        if (config.has(Switch.RULES)) {
            ForwardAccept.remove(before);
        }
        rebuild();
    }

    private void rebuild() {
        if (config.has(Switch.RULES)) {
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
                .map(OpenSandbox::sandbox)
                .flatMap(sandbox -> Ruleset.targets(sandbox.endpoints(), sandbox.ports()))
                .toList();
    }

    /**
     * Lets go of what the process holds. While there are sandboxes, everything in the kernel stays and keeps working; where
     * there are none, bridges and rules go too, until the next start. Before it was started it knows of no sandbox, and
     * touches nothing.
     */
    @Override
    public void close() {
        watch.ifPresent(RulesWatch::close);
        watch = Optional.empty();
        Undo undo = new Undo().add(rules::close).add(spare::close).add(sweeper::close);
        if (started && open.isEmpty()) {
            undo.add(this::removeAll);
        }
        undo.runAll();
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
        if (config.has(Switch.RULES)) {
            undo.add(rules::remove);
            undo.add(() -> ForwardAccept.remove(devices));
        }
        undo.add(sweeper::finish);
        open.values().forEach(each -> undo.add(() -> close(each.sandbox())));
        Attempt.to("remove the networks", undo::runAll);
    }
}
