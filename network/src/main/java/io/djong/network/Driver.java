package io.djong.network;

import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.text.GoBool;
import java.util.Map;
import java.util.Set;

/** How a network is made: the closed choice of drivers, with their options in typed form. */
public sealed interface Driver {
    /** The names of the networks that exist without having been created. */
    Set<String> PREDEFINED = Set.of("bridge", "host", "none");

    /**
     * A Linux bridge on this host.
     *
     * @param device the bridge's interface
     * @param icc whether its sandboxes may talk to each other
     * @param masquerade whether traffic to the outside takes the host's address
     * @param mtu of the bridge and the interfaces inside; 0 leaves the kernel's
     * @param hostBinding the host address for ports that are published without one
     */
    record Bridge(String device, boolean icc, boolean masquerade, int mtu, Ipv4 hostBinding) implements Driver {}

    /** The host's own namespace. */
    record Host() implements Driver {}

    /** A namespace of its own with nothing in it but loopback; Docker calls the driver {@code null}. */
    record None() implements Driver {}

    /** The typed form of a network's driver and options. */
    static Driver of(Network network) {
        return switch (network.driver()) {
            case "bridge" -> bridge(network.id(), network.options());
            case "host" -> new Host();
            case "null" -> new None();
            default -> throw new NotFound("plugin \"" + network.driver() + "\" not found");
        };
    }

    private static Bridge bridge(String id, Map<String, String> options) {
        String device = options.getOrDefault("com.docker.network.bridge.name", "djbr-" + id.substring(0, 10));
        if (!device.matches("[A-Za-z0-9_.-]{1,15}") || device.equals(".") || device.equals("..")) {
            throw new InvalidArgument("invalid bridge name: " + device);
        }
        return new Bridge(
                device,
                flag(options, "com.docker.network.bridge.enable_icc"),
                flag(options, "com.docker.network.bridge.enable_ip_masquerade"),
                mtu(options),
                Ipv4.parse(options.getOrDefault("com.docker.network.bridge.host_binding_ipv4", "0.0.0.0")));
    }

    private static boolean flag(Map<String, String> options, String key) {
        String value = options.getOrDefault(key, "true");
        return GoBool.parse(value).orElseThrow(() -> new InvalidArgument("invalid value for " + key + ": " + value));
    }

    private static int mtu(Map<String, String> options) {
        String value = options.getOrDefault("com.docker.network.driver.mtu", "0");
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
            throw new InvalidArgument("invalid value for com.docker.network.driver.mtu: " + value);
        }
        return Integer.parseInt(value);
    }
}
