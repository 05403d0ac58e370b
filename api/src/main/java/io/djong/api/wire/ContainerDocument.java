package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import io.djong.engine.container.AttachedNetwork;
import io.djong.engine.container.ContainerNetworks;
import io.djong.engine.container.ContainerRecord;
import io.djong.engine.container.ContainerState;
import io.djong.engine.container.ContainerStatus;
import io.djong.engine.container.ContainerView;
import io.djong.engine.container.MountPoint;
import io.djong.engine.health.Health;
import io.djong.engine.health.ProbeResult;
import io.djong.model.container.PortBinding;
import io.djong.model.container.RestartPolicy;
import io.djong.model.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A container in full (API definition ContainerInspectResponse). */
public final class ContainerDocument {
    /** The network whose addresses also stand outside the list of networks. */
    private static final String DEFAULT_NETWORK = "bridge";

    private static final RestartPolicy NO_RESTARTS = new RestartPolicy("no", 0);

    private ContainerDocument() {}

    public static ObjectNode of(ContainerView view, ApiVersion version) {
        ContainerRecord container = view.record();
        ObjectNode document = Json.object();
        document.put("Id", container.id().toString());
        document.put("Created", container.created().toString());
        document.put("Path", container.path());
        document.set("Args", Trees.strings(container.args()));
        document.set("State", state(container.state(), view.health()));
        document.put("Image", container.image().toString());
        boolean begun = container.state().started().isPresent();
        document.put("ResolvConfPath", begun ? file(view, "resolv.conf") : "");
        document.put("HostnamePath", begun ? file(view, "hostname") : "");
        document.put("HostsPath", begun ? file(view, "hosts") : "");
        document.put("LogPath", begun ? view.logPath() : "");
        document.put("Name", "/" + container.name());
        document.put("RestartCount", container.state().restarts().count());
        document.put("Driver", "overlay2");
        document.put("Platform", "linux");
        document.put("MountLabel", "");
        document.put("ProcessLabel", "");
        document.put("AppArmorProfile", view.appArmorProfile());
        document.set("ExecIDs", view.execIds().isEmpty() ? null : Trees.strings(view.execIds()));
        document.set("HostConfig", hostConfig(view, version));
        document.set("GraphDriver", graphDriver(view));
        document.set("Mounts", mounts(view.mounts()));
        document.set("Config", config(container));
        document.set("NetworkSettings", networkSettings(view, version));
        return document;
    }

    private static ObjectNode state(ContainerState state, Optional<Health> health) {
        ContainerStatus status = state.status();
        ObjectNode document = Json.object()
                .put("Status", status.word())
                .put("Running", status.isActive())
                .put("Paused", status == ContainerStatus.PAUSED)
                .put("Restarting", status == ContainerStatus.RESTARTING)
                .put("OOMKilled", state.oomKilled())
                .put("Dead", status == ContainerStatus.DEAD)
                .put("Pid", state.pid())
                .put("ExitCode", state.exitCode())
                .put("Error", state.error())
                .put("StartedAt", Trees.time(state.started()))
                .put("FinishedAt", Trees.time(state.finished()));
        health.ifPresent(known -> document.set("Health", health(known)));
        return document;
    }

    private static ObjectNode health(Health health) {
        ObjectNode document =
                Json.object().put("Status", health.status().word()).put("FailingStreak", health.failingStreak());
        ArrayNode log = document.putArray("Log");
        for (ProbeResult probe : health.log()) {
            log.addObject()
                    .put("Start", probe.start().toString())
                    .put("End", probe.end().toString())
                    .put("ExitCode", probe.exitCode())
                    .put("Output", probe.output());
        }
        return document;
    }

    private static String file(ContainerView view, String name) {
        return view.directory().resolve(name).toString();
    }

    /** Docker has null where there is nothing. */
    private static ObjectNode config(ContainerRecord container) {
        ObjectNode config = (ObjectNode) Trees.of(container.config());
        for (String list : List.of("Env", "Volumes", "OnBuild")) {
            if (config.path(list).isEmpty()) {
                config.putNull(list);
            }
        }
        return config;
    }

    private static ObjectNode hostConfig(ContainerView view, ApiVersion version) {
        ContainerRecord container = view.record();
        ObjectNode host = (ObjectNode) Trees.of(container.host());
        if (!container.host().privileged()) { // then, as in Docker, only what was asked for is shown
            host.set("MaskedPaths", Trees.strings(view.systemPaths().masked()));
            host.set("ReadonlyPaths", Trees.strings(view.systemPaths().readOnly()));
        }
        RestartPolicy policy = container.host().restartPolicy();
        if (policy == null || policy.name().isEmpty()) {
            host.set("RestartPolicy", Trees.of(NO_RESTARTS));
        }
        host.set("Links", view.links().isEmpty() ? null : Trees.strings(view.links()));
        if (version.before(1, 42)) {
            host.put("KernelMemory", container.host().kernelMemory());
            host.put("KernelMemoryTCP", container.host().kernelMemoryTcp());
        } else {
            host.remove("KernelMemory");
        }
        return host;
    }

    private static ObjectNode graphDriver(ContainerView view) {
        ObjectNode driver = Json.object();
        driver.set("Data", Trees.object(view.graphData()));
        return driver.put("Name", "overlay2");
    }

    static ArrayNode mounts(List<MountPoint> mounts) {
        ArrayNode array = Trees.array();
        for (MountPoint mount : mounts) {
            ObjectNode document = array.addObject();
            putUnlessEmpty(document, "Type", mount.type());
            putUnlessEmpty(document, "Name", mount.name());
            document.put("Source", mount.source());
            document.put("Destination", mount.destination());
            putUnlessEmpty(document, "Driver", mount.driver());
            document.put("Mode", mount.mode());
            document.put("RW", mount.writable());
            document.put("Propagation", mount.propagation());
        }
        return array;
    }

    private static void putUnlessEmpty(ObjectNode document, String name, String value) {
        if (!value.isEmpty()) {
            document.put(name, value);
        }
    }

    private static ObjectNode networkSettings(ContainerView view, ApiVersion version) {
        ContainerNetworks networks = view.networks();
        ObjectNode document = Json.object();
        document.put("Bridge", "");
        document.put("SandboxID", networks.sandboxId());
        document.put("SandboxKey", networks.sandboxKey());
        document.set("Ports", ports(networks));
        document.put("HairpinMode", false);
        document.put("LinkLocalIPv6Address", "");
        document.put("LinkLocalIPv6PrefixLen", 0);
        document.putNull("SecondaryIPAddresses");
        document.putNull("SecondaryIPv6Addresses");
        AttachedNetwork first = defaultNetwork(networks);
        document.put("EndpointID", first.endpointId());
        EndpointDocument.addresses(document, first);
        document.put("MacAddress", first.macAddress());
        document.set("Networks", networks(view, version));
        return document;
    }

    private static AttachedNetwork defaultNetwork(ContainerNetworks networks) {
        return networks.networks().stream()
                .filter(network -> network.name().equals(DEFAULT_NETWORK))
                .findFirst()
                .orElse(new AttachedNetwork("", "", "", "", "", 0, "", "", "", 0, List.of()));
    }

    static ObjectNode networks(ContainerView view, ApiVersion version) {
        ObjectNode document = Json.object();
        for (AttachedNetwork network : view.networks().networks()) {
            var asked = Optional.ofNullable(view.record().endpoints().get(network.name()));
            document.set(network.name(), EndpointDocument.of(network, asked, version));
        }
        return document;
    }

    private static ObjectNode ports(ContainerNetworks networks) {
        ObjectNode document = Json.object();
        networks.ports()
                .forEach((port, bindings) -> document.set(port, bindings.isEmpty() ? null : bindings(bindings)));
        return document;
    }

    private static ArrayNode bindings(List<PortBinding> bindings) {
        ArrayNode array = Trees.array();
        bindings.forEach(
                binding -> array.addObject().put("HostIp", binding.hostIp()).put("HostPort", binding.hostPort()));
        return array;
    }
}
