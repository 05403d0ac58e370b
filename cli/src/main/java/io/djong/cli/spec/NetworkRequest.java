package io.djong.cli.spec;

import io.djong.cli.option.Arguments;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The networks that a container joins, and what it is called there. */
final class NetworkRequest {
    private NetworkRequest() {}

    /** The network that names the mode: the first one, or the engine's default. */
    static String mode(Arguments arguments) {
        List<String> networks = names(arguments);
        return networks.isEmpty() ? "default" : networks.getFirst();
    }

    private static List<String> names(Arguments arguments) {
        List<String> names = new ArrayList<>();
        for (String network : all(arguments)) {
            names.add(field(network, "name").orElse(network));
        }
        return names;
    }

    private static List<String> all(Arguments arguments) {
        List<String> all = new ArrayList<>(arguments.list("network"));
        all.addAll(arguments.list("net"));
        return all;
    }

    /** What the networks are told beyond their names; nothing where that is all. */
    static Optional<JsonObject> of(Arguments arguments) {
        List<String> networks = all(arguments);
        JsonObject.Builder endpoints = JsonObject.builder();
        boolean special = networks.size() > 1;
        for (int i = 0; i < networks.size(); i++) {
            String network = networks.get(i);
            JsonObject endpoint =
                    i == 0 ? first(arguments, network) : endpoint(network).build();
            special |= !endpoint.members().isEmpty();
            endpoints.put(field(network, "name").orElse(network), endpoint);
        }
        if (networks.isEmpty()) {
            JsonObject endpoint = first(arguments, "");
            special = !endpoint.members().isEmpty();
            endpoints.put("default", endpoint);
        }
        return special
                ? Optional.of(JsonObject.builder()
                        .put("EndpointsConfig", endpoints.build())
                        .build())
                : Optional.empty();
    }

    /** The first network has the options of its own words and those beside it. */
    private static JsonObject first(Arguments arguments, String network) {
        JsonObject.Builder endpoint = endpoint(network);
        JsonObject.Builder addresses = JsonObject.builder();
        if (!arguments.text("ip").isEmpty()) {
            addresses.put("IPv4Address", arguments.text("ip"));
        }
        if (!arguments.text("ip6").isEmpty()) {
            addresses.put("IPv6Address", arguments.text("ip6"));
        }
        if (!arguments.list("link-local-ip").isEmpty()) {
            addresses.put("LinkLocalIPs", arguments.list("link-local-ip"));
        }
        JsonObject built = addresses.build();
        if (!built.members().isEmpty()) {
            endpoint.put("IPAMConfig", built);
        }
        if (!arguments.list("network-alias").isEmpty()) {
            endpoint.put("Aliases", arguments.list("network-alias"));
        }
        return endpoint.build();
    }

    /** The long form of a network: {@code name=net,alias=web,ip=10.0.0.7}. */
    private static JsonObject.Builder endpoint(String network) {
        JsonObject.Builder endpoint = JsonObject.builder();
        if (field(network, "name").isEmpty()) {
            return endpoint;
        }
        List<String> aliases = new ArrayList<>();
        for (String part : network.split(",", -1)) {
            if (part.startsWith("alias=")) {
                aliases.add(part.substring("alias=".length()));
            }
        }
        if (!aliases.isEmpty()) {
            endpoint.put("Aliases", JsonArray.ofStrings(aliases));
        }
        field(network, "mac-address").ifPresent(address -> endpoint.put("MacAddress", address));
        JsonObject.Builder addresses = JsonObject.builder();
        field(network, "ip").ifPresent(address -> addresses.put("IPv4Address", address));
        field(network, "ip6").ifPresent(address -> addresses.put("IPv6Address", address));
        JsonObject built = addresses.build();
        return built.members().isEmpty() ? endpoint : endpoint.put("IPAMConfig", built);
    }

    private static Optional<String> field(String network, String key) {
        for (String part : network.split(",", -1)) {
            if (part.startsWith(key + "=")) {
                return Optional.of(part.substring(key.length() + 1));
            }
        }
        return Optional.empty();
    }
}
