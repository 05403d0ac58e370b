package io.djong.engine.container;

import io.djong.model.container.PortBinding;
import io.djong.network.Endpoint;
import io.djong.network.PublishedPort;
import io.djong.network.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows a sandbox as the API does. */
final class ContainerNetworkView {
    private ContainerNetworkView() {}

    static ContainerNetworks of(ContainerRecord record, Sandbox sandbox) {
        return new ContainerNetworks(
                sandbox.id(),
                sandbox.netns(),
                ports(record, sandbox),
                sandbox.endpoints().stream().map(ContainerNetworkView::attached).toList());
    }

    /** The networks that a container which does not run would join. */
    static ContainerNetworks planned(ContainerRecord record) {
        AttachedNetwork main =
                new AttachedNetwork(NetworkPlan.mainNetwork(record), "", "", "", "", 0, "", "", "", 0, List.of());
        boolean joins = record.host().networkMode().startsWith("container:");
        return new ContainerNetworks("", "", Map.of(), joins ? List.of() : List.of(main));
    }

    private static Map<String, List<PortBinding>> ports(ContainerRecord record, Sandbox sandbox) {
        Map<String, List<PortBinding>> ports = new TreeMap<>();
        if (sandbox.endpoints().stream().anyMatch(endpoint -> endpoint.address() != null)) {
            record.config().exposedPorts().keySet().forEach(port -> ports.put(port, new ArrayList<>()));
        }
        for (PublishedPort port : sandbox.ports()) {
            String key = port.containerPort() + "/" + port.protocol();
            ports.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(new PortBinding(port.hostIp().toString(), Integer.toString(port.hostPort())));
        }
        return ports;
    }

    private static AttachedNetwork attached(Endpoint endpoint) {
        return new AttachedNetwork(
                endpoint.networkName(),
                endpoint.networkId(),
                endpoint.id(),
                endpoint.gateway() == null ? "" : endpoint.gateway().toString(),
                endpoint.address() == null ? "" : endpoint.address().toString(),
                endpoint.address() == null ? 0 : endpoint.prefix(),
                endpoint.macAddress(),
                "",
                "",
                0,
                endpoint.aliases());
    }
}
