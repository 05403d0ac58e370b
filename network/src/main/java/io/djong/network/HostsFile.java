package io.djong.network;

import io.djong.model.error.InvalidArgument;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The file /etc/hosts of a container (hosts(5)). */
final class HostsFile {
    private static final String LOCAL = """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::\tip6-localnet
            ff00::\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;

    private final StringBuilder text;

    private HostsFile(String start) {
        text = new StringBuilder(start);
        if (!start.isEmpty() && !start.endsWith("\n")) {
            text.append('\n');
        }
    }

    /** A file that knows the loopback's names. */
    static HostsFile ofContainer() {
        return new HostsFile(LOCAL);
    }

    /** A file that begins as the host's own does. */
    static HostsFile ofHost(String file) {
        return new HostsFile(file);
    }

    /** Adds lines of the form {@code name:address}, where the address may be {@code host-gateway}. */
    HostsFile extra(List<String> extraHosts, Optional<String> hostGateway) {
        for (String extra : extraHosts) {
            int colon = extra.indexOf(':');
            if (colon <= 0 || colon == extra.length() - 1) {
                throw new InvalidArgument("bad format for add-host: \"" + extra + "\"");
            }
            line(address(extra.substring(colon + 1), hostGateway), extra.substring(0, colon));
        }
        return this;
    }

    /** Adds a line. */
    HostsFile line(String address, String names) {
        if (names.chars().anyMatch(c -> c < ' ' || c == 127 || c == '#')) {
            throw new InvalidArgument("invalid host name: " + names);
        }
        text.append(address).append('\t').append(names).append('\n');
        return this;
    }

    private static String address(String wanted, Optional<String> hostGateway) {
        if (wanted.equals("host-gateway")) {
            return hostGateway.orElseThrow(() -> new InvalidArgument("unable to derive the IP value for host-gateway"));
        }
        String bare =
                wanted.startsWith("[") && wanted.endsWith("]") ? wanted.substring(1, wanted.length() - 1) : wanted;
        try {
            InetAddress.ofLiteral(bare);
            return bare;
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid IP address in add-host: \"" + wanted + "\"", e);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
