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

    /** Whether {@code host[:port]} is one of them. Looks the host up where a network may hold it. */
    boolean contains(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        if (authorities.contains(lower) || authorities.contains(hostOf(lower))) {
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

    private record Network(InetAddress address, int prefix) {
        static Network parse(String cidr) {
            int slash = cidr.indexOf('/');
            try {
                InetAddress address = InetAddress.ofLiteral(cidr.substring(0, slash));
                int prefix = Integer.parseInt(cidr.substring(slash + 1));
                if (prefix < 0 || prefix > address.getAddress().length * 8) {
                    throw new InvalidArgument("invalid CIDR address: " + cidr);
                }
                return new Network(address, prefix);
            } catch (IllegalArgumentException e) {
                throw new InvalidArgument("invalid CIDR address: " + cidr, e);
            }
        }

        boolean contains(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
