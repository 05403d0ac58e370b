package io.djong.cli.spec;

import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ports as {@code --publish} and {@code --expose} name them: {@code [[address:][host]:]container[/protocol]}. */
final class Ports {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

    private final Map<String, List<JsonValue>> bindings = new LinkedHashMap<>();
    private final JsonObject.Builder exposed = JsonObject.builder();

    /** A range of ports; one port is a range of its own. */
    private record Range(int first, int last) {
        int size() {
            return last - first + 1;
        }
    }

    void publish(String text) {
        if (text.startsWith("[") && text.indexOf("]:") < 0) {
            throw new InvalidArgument("Invalid address: " + text);
        }
        String protocol = protocol(text);
        String rest = withoutProtocol(text);
        String container = rest.substring(rest.lastIndexOf(':') + 1);
        String before =
                rest.length() == container.length() ? "" : rest.substring(0, rest.length() - container.length() - 1);
        int colon = before.startsWith("[") ? before.indexOf("]") + 1 : before.indexOf(':');
        boolean addressed = colon >= 0 && colon < before.length() && before.charAt(colon) == ':';
        String address = addressed ? before.substring(0, colon).replace("[", "").replace("]", "") : "";
        String host = addressed ? before.substring(colon + 1) : before;

        Range inside = range(container, "containerPort");
        Range outside = host.isEmpty() ? new Range(0, 0) : range(host, "hostPort");
        if (!host.isEmpty() && outside.size() != inside.size() && inside.size() != 1) {
            throw new InvalidArgument(
                    "Invalid ranges specified for container and host Ports: " + container + " and " + host);
        }
        for (int i = 0; i < inside.size(); i++) {
            String hostPort = host.isEmpty() ? "" : inside.size() == 1 ? host : Integer.toString(outside.first + i);
            bind((inside.first + i) + "/" + protocol, address, hostPort);
        }
    }

    private void bind(String port, String address, String hostPort) {
        exposed.put(port, JsonObject.EMPTY);
        bindings.computeIfAbsent(port, each -> new ArrayList<>())
                .add(JsonObject.builder()
                        .put("HostIp", address)
                        .put("HostPort", hostPort)
                        .build());
    }

    void expose(String text) {
        if (text.indexOf(':') >= 0) {
            throw new InvalidArgument("invalid port format for --expose: " + text);
        }
        String protocol = protocol(text);
        Range range = range(withoutProtocol(text), "port for --expose");
        for (int port = range.first; port <= range.last; port++) {
            exposed.put(port + "/" + protocol, JsonObject.EMPTY);
        }
    }

    JsonObject exposed() {
        return exposed.build();
    }

    JsonObject bindings() {
        JsonObject.Builder all = JsonObject.builder();
        bindings.forEach((port, hosts) -> all.put(port, new JsonArray(hosts)));
        return all.build();
    }

    private static String protocol(String text) {
        int slash = text.lastIndexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(java.util.Locale.ROOT);
        if (!PROTOCOLS.contains(protocol)) {
            throw new InvalidArgument("invalid proto: " + protocol);
        }
        return protocol;
    }

    private static String withoutProtocol(String text) {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static Range range(String text, String what) {
        int dash = text.indexOf('-');
        try {
            int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
            if (first >= 0 && first <= last && last <= 65535) {
                return new Range(first, last);
            }
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid " + what + ": " + text, e);
        }
        throw new InvalidArgument("invalid " + what + ": " + text);
    }
}
