package io.djong.log.driver;

import io.djong.model.error.InvalidArgument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the syslog driver is told.
 *
 * @param endpoint empty for this machine's own syslog
 * @param facility the number, shifted to its place in a priority
 */
record SyslogOptions(Optional<Endpoint> endpoint, int facility, Format format, Tls tls) {
    private static final String ADDRESS = "syslog-address";
    private static final int PORT = 514;
    private static final int SHIFT = 3;
    private static final int DAEMON = 3;

    /** By number; those without a name can be asked for by it. */
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "",
            "",
            "",
            "",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    /** How a message is written. */
    enum Format {
        /** As programs write to their own machine's syslog: without the host. */
        LOCAL,
        RFC3164,
        RFC5424,
        RFC5424_MICRO
    }

    static SyslogOptions parse(Map<String, String> options) {
        return new SyslogOptions(
                endpoint(options.getOrDefault(ADDRESS, "")),
                facility(options.getOrDefault("syslog-facility", "")) << SHIFT,
                format(options.getOrDefault("syslog-format", "")),
                new Tls(
                        file(options, "syslog-tls-ca-cert"),
                        file(options, "syslog-tls-cert"),
                        file(options, "syslog-tls-key"),
                        options.containsKey("syslog-tls-skip-verify")));
    }

    /** @throws InvalidArgument if a file that is named is not there */
    void check() {
        if (endpoint.isPresent()) {
            switch (endpoint.get()) {
                case Endpoint.Local(Path path, var _) -> {
                    if (!Files.exists(path)) {
                        throw new InvalidArgument("stat " + path + ": no such file or directory");
                    }
                }
                case Endpoint.Net net -> {
                    if (net.protocol() == Endpoint.Protocol.TLS) {
                        tls.context();
                    }
                }
            }
        }
    }

    boolean isSecure() {
        return endpoint.isPresent()
                && endpoint.get() instanceof Endpoint.Net net
                && net.protocol() == Endpoint.Protocol.TLS;
    }

    private static Optional<Endpoint> endpoint(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Address address = Address.parse(text).orElseThrow(() -> malformed(text));
        return Optional.of(
                switch (address.scheme()) {
                    case "unix" -> local(text, address, false);
                    case "unixgram" -> local(text, address, true);
                    case "udp" -> net(Endpoint.Protocol.UDP, address);
                    case "tcp" -> net(Endpoint.Protocol.TCP, address);
                    case "tcp+tls" -> net(Endpoint.Protocol.TLS, address);
                    default -> throw malformed(text);
                });
    }

    private static Endpoint local(String text, Address address, boolean packets) {
        if (address.path().isEmpty()) {
            throw malformed(text);
        }
        return new Endpoint.Local(Path.of(address.path()), packets);
    }

    private static Endpoint net(Endpoint.Protocol protocol, Address address) {
        return new Endpoint.Net(protocol, address.host(), address.port().orElse(PORT));
    }

    private static InvalidArgument malformed(String text) {
        return new InvalidArgument("syslog-address should be in form proto://address, got " + text);
    }

    private static int facility(String text) {
        if (text.isEmpty()) {
            return DAEMON;
        }
        int number = FACILITIES.indexOf(text);
        if (number < 0 && text.matches("[0-9]{1,2}")) {
            number = Integer.parseInt(text);
        }
        if (number < 0 || number >= FACILITIES.size()) {
            throw new InvalidArgument("invalid syslog facility");
        }
        return number;
    }

    private static Format format(String text) {
        return switch (text) {
            case "" -> Format.LOCAL;
            case "rfc3164" -> Format.RFC3164;
            case "rfc5424" -> Format.RFC5424;
            case "rfc5424micro" -> Format.RFC5424_MICRO;
            default -> throw new InvalidArgument("Invalid syslog format");
        };
    }

    private static Optional<Path> file(Map<String, String> options, String name) {
        String path = options.getOrDefault(name, "");
        if (path.indexOf('\0') >= 0) {
            throw new InvalidArgument("invalid value for " + name);
        }
        return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }
}
