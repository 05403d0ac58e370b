package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The registries whose certificates are not checked and which may speak plain HTTP: loopback and what the settings name. */
final class InsecureRegistries {
    private final Set<String> authorities = new HashSet<>();
    private final List<Network> networks = new ArrayList<>();

    InsecureRegistries(List<String> entries) {
        networks.add(Network.parse("127.0.0.0/8"));
        networks.add(Network.parse("::1/128"));
        for (String entry : entries) {
            if (entry.indexOf('/') >= 0) {
                networks.add(Network.parse(entry));
            } else {
                authorities.add(entry.toLowerCase(Locale.ROOT));
            }
        }
    }

    /** @throws InvalidArgument if an entry has the form of a network and is none */
    static void check(String entry) {
        if (entry.indexOf('/') >= 0) {
            Network.parse(entry);
        }
    }

    /** Whether {@code host[:port]} is named, without a look-up: what is reached through a proxy need not be known here. */
    boolean names(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return authorities.contains(lower) || authorities.contains(hostOf(lower));
    }

    /** Whether {@code host[:port]} is one of them. Looks the host up where a network may hold it. */
    boolean contains(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        if (names(authority)) {
            return true;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(hostOf(lower))) {
                if (networks.stream().anyMatch(network -> network.contains(address))) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether the host is this machine's loopback, by number or as {@code localhost}. */
    boolean isLoopback(String authority) {
        String host = hostOf(authority).toLowerCase(Locale.ROOT);
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false; // a name
        }
    }

    static String hostOf(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']') && colon >= 0;
        String host = port ? authority.substring(0, colon) : authority;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
