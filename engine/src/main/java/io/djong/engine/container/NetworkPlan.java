package io.djong.engine.container;

import io.djong.model.container.HostConfig;
import io.djong.model.container.PortBinding;
import io.djong.model.error.InvalidArgument;
import io.djong.model.network.EndpointSettings;
import io.djong.network.Dns;
import io.djong.network.EndpointRequest;
import io.djong.network.Ipv4;
import io.djong.network.PortRequest;
import io.djong.network.SandboxRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a container's configuration asks of the network. */
final class NetworkPlan {
    private static final String CONTAINER = "container:";
    private static final Set<String> PREDEFINED = Set.of("bridge", "host", "none");
    private static final List<PortBinding> ANY_PORT = List.of(new PortBinding("", ""));

    private final ContainerRecord record;
    private final HostConfig host;

    NetworkPlan(ContainerRecord record) {
        this.record = record;
        this.host = record.host();
    }

    /** The container whose sandbox is shared, where the mode is {@code container:…}. */
    Optional<String> joined() {
        return host.networkMode().startsWith(CONTAINER)
                ? Optional.of(host.networkMode().substring(CONTAINER.length()))
                : Optional.empty();
    }

    /** Whether a container has no network namespace of its own. */
    static boolean sharesNamespace(HostConfig host) {
        return host.networkMode().equals("host") || host.networkMode().startsWith(CONTAINER);
    }

    /** What its start would ask for. @throws io.djong.model.error.InvalidArgument if that is ill-formed */
    SandboxRequest request(Path directory) {
        return request(directory, List.of());
    }

    /** As {@link #request(Path)}, with lines for the hosts file, {@code names:address} each, after those asked for. */
    SandboxRequest request(Path directory, List<String> linked) {
        List<String> hosts = new ArrayList<>(orEmpty(host.extraHosts()));
        hosts.addAll(linked);
        return new SandboxRequest(
                record.id().value(),
                record.name(),
                record.config().hostname(),
                record.config().domainname(),
                endpoints(),
                ports(),
                new Dns(host.dns(), host.dnsSearch(), host.dnsOptions()),
                hosts,
                directory);
    }

    /** The network of the mode first, then the others asked for. */
    private List<EndpointRequest> endpoints() {
        Set<String> names = new LinkedHashSet<>();
        names.add(mainNetwork(record));
        record.endpoints().keySet().stream().sorted().map(NetworkPlan::alias).forEach(names::add);
        List<EndpointRequest> requests = new ArrayList<>();
        for (String name : names) {
            requests.add(endpoint(name, settings(name)));
        }
        return requests;
    }

    /** The network that the mode names; {@code default} is the bridge. */
    static String mainNetwork(ContainerRecord record) {
        return record.config().networkDisabled() ? "none" : alias(record.host().networkMode());
    }

    private static String alias(String mode) {
        return mode.isEmpty() || mode.equals("default") ? "bridge" : mode;
    }

    private @Nullable EndpointSettings settings(String name) {
        EndpointSettings settings = record.endpoints().get(name);
        return settings == null && name.equals("bridge") ? record.endpoints().get("default") : settings;
    }

    private EndpointRequest endpoint(String name, @Nullable EndpointSettings settings) {
        String mac = record.config().macAddress();
        if (settings == null) {
            return new EndpointRequest(name, null, mac, List.of());
        }
        String address =
                settings.ipamConfig() == null ? "" : settings.ipamConfig().ipv4Address();
        if (!address.isEmpty() && PREDEFINED.contains(name)) {
            throw new InvalidArgument("user specified IP address is supported on user defined networks only");
        }
        return new EndpointRequest(
                name,
                address.isEmpty() ? null : Ipv4.parse(address),
                settings.macAddress().isEmpty() ? mac : settings.macAddress(),
                orEmpty(settings.aliases()));
    }

    private List<PortRequest> ports() {
        List<PortRequest> requests = new ArrayList<>();
        for (Map.Entry<String, @Nullable List<PortBinding>> entry :
                host.portBindings().entrySet()) {
            List<PortBinding> bindings = entry.getValue();
            for (PortBinding binding : bindings == null || bindings.isEmpty() ? ANY_PORT : bindings) {
                requests.add(port(entry.getKey(), binding));
            }
        }
        if (host.publishAllPorts()) {
            record.config().exposedPorts().keySet().stream()
                    .filter(port -> !host.portBindings().containsKey(port))
                    .forEach(port -> requests.add(port(port, ANY_PORT.getFirst())));
        }
        return requests;
    }

    private static PortRequest port(String key, PortBinding binding) {
        ContainerPort port = ContainerPort.parse(key);
        Ipv4 hostIp = binding.hostIp().isEmpty() ? Ipv4.ANY : Ipv4.parse(binding.hostIp());
        String range = binding.hostPort();
        if (range.isEmpty()) {
            return PortRequest.of(port.protocol(), port.number(), hostIp, 0);
        }
        int dash = range.indexOf('-');
        int first = ContainerPort.number(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : ContainerPort.number(range.substring(dash + 1));
        if (last < first || (first == 0 && last > 0)) {
            throw ContainerPort.invalid(range);
        }
        return new PortRequest(port.protocol(), port.number(), hostIp, first, last);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
