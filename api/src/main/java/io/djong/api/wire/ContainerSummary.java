package io.djong.api.wire;

import io.djong.api.routing.ApiVersion;
import io.djong.engine.container.ContainerRecord;
import io.djong.engine.container.ContainerView;
import io.djong.engine.container.ListedContainer;
import io.djong.model.container.PortBinding;
import io.djong.model.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A container in a list (API definition ContainerSummary). */
public final class ContainerSummary {
    private ContainerSummary() {}

    public static ObjectNode of(ListedContainer listed, ApiVersion version, Instant now) {
        ContainerView view = listed.view();
        ContainerRecord container = view.record();
        ObjectNode document = Json.object();
        document.put("Id", container.id().toString());
        document.set(
                "Names",
                Trees.strings(view.names().stream().map(name -> "/" + name).toList()));
        document.put("Image", listed.image());
        document.put("ImageID", container.image().toString());
        document.put("Command", command(container));
        document.put("Created", container.created().getEpochSecond());
        document.set("Ports", ports(view.networks().ports()));
        listed.size().ifPresent(size -> document.put("SizeRw", size.written()).put("SizeRootFs", size.rootFs()));
        document.set("Labels", Trees.object(container.config().labels()));
        document.put("State", container.state().status().word());
        document.put("Status", StatusText.of(container.state(), view.health(), now));
        document.set("HostConfig", hostConfig(container, version));
        document.set("NetworkSettings", networks(view, version));
        document.set("Mounts", ContainerDocument.mounts(view.mounts()));
        return document;
    }

    private static String command(ContainerRecord container) {
        String arguments = container.args().stream()
                .map(argument -> argument.contains(" ") ? "'" + argument + "'" : argument)
                .collect(Collectors.joining(" "));
        return arguments.isEmpty() ? container.path() : container.path() + " " + arguments;
    }

    private static ObjectNode hostConfig(ContainerRecord container, ApiVersion version) {
        ObjectNode host = Json.object().put("NetworkMode", container.host().networkMode());
        Map<String, String> annotations = container.host().annotations();
        if (version.atLeast(1, 46) && annotations != null && !annotations.isEmpty()) {
            host.set("Annotations", Trees.object(annotations));
        }
        return host;
    }

    private static ObjectNode networks(ContainerView view, ApiVersion version) {
        ObjectNode settings = Json.object();
        settings.set("Networks", ContainerDocument.networks(view, version));
        return settings;
    }

    /** What is published, and what is only exposed; a range, which nobody has picked a port of yet, is left out. */
    private static ArrayNode ports(Map<String, List<PortBinding>> ports) {
        ArrayNode array = Trees.array();
        ports.forEach((port, bindings) -> {
            int slash = port.indexOf('/');
            OptionalInt number = number(slash < 0 ? port : port.substring(0, slash));
            String protocol = slash < 0 ? "tcp" : port.substring(slash + 1);
            if (number.isPresent() && bindings.isEmpty()) {
                array.addObject().put("PrivatePort", number.getAsInt()).put("Type", protocol);
            } else if (number.isPresent()) {
                bindings.forEach(binding -> addPublished(array, number.getAsInt(), protocol, binding));
            }
        });
        return array;
    }

    private static void addPublished(ArrayNode array, int port, String protocol, PortBinding binding) {
        ObjectNode document = array.addObject();
        if (!binding.hostIp().isEmpty()) {
            document.put("IP", binding.hostIp());
        }
        document.put("PrivatePort", port);
        number(binding.hostPort()).ifPresent(published -> document.put("PublicPort", published));
        document.put("Type", protocol);
    }

    private static OptionalInt number(String text) {
        return text.matches("[0-9]{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
