package io.djong.daemon.registry;

import io.djong.daemon.config.HostPort;
import io.djong.daemon.config.ServeArguments;
import io.djong.daemon.config.ServeOption;
import io.djong.distribution.RegistryServer;
import io.djong.distribution.ServerSettings;
import io.djong.distribution.access.Guard;
import io.djong.distribution.access.Guards;
import io.djong.distribution.catalog.Keeping;
import io.djong.distribution.catalog.Quota;
import io.djong.distribution.metrics.AccessLog;
import io.djong.http.ListenAddress;
import io.djong.http.ServerIdentity;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Makes a registry server of its options. */
final class Registry {
    private static final String USUAL_ADDRESS = "127.0.0.1:5000";
    private static final String SERVICE = "djong-registry";

    private final ServeArguments arguments;
    private final Clock clock;

    Registry(ServeArguments arguments, Clock clock) {
        this.arguments = arguments;
        this.clock = clock;
    }

    /**
     * The server, not started yet.
     *
     * @throws InvalidArgument if options are wrong
     * @throws IOException if a file that they name cannot be used
     */
    RegistryServer open(OutputStream standardOutput) throws IOException {
        Path root = root();
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return RegistryServer.open(settings(root), guard(root), accessLog(standardOutput), clock);
    }

    Path root() {
        return arguments
                .path(ServeOption.ROOT)
                .orElse(Path.of("/var/lib/djong-registry"))
                .toAbsolutePath();
    }

    private ServerSettings settings(Path root) throws IOException {
        Keeping usual = Keeping.DEFAULT;
        Keeping keeping = new Keeping(
                quotas(),
                arguments.duration(ServeOption.KEEP_UNUSED, usual.unused()),
                arguments.duration(ServeOption.KEEP_UNTAGGED, usual.untagged()),
                arguments.duration(ServeOption.KEEP_CACHED, usual.cached()));
        Duration every = arguments.duration(ServeOption.COLLECT_EVERY, Duration.ofHours(1));
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidArgument("--collect-every: at least 1s");
        }
        return new ServerSettings(
                root,
                addresses(),
                arguments.has(ServeOption.READ_ONLY),
                keeping,
                new ProxyArguments(arguments, clock).upstreams(),
                every,
                Optional.of(arguments.last(ServeOption.METRICS).orElse("/metrics"))
                        .filter(path -> !path.isEmpty()));
    }

    private List<ListenAddress> addresses() throws IOException {
        List<InetSocketAddress> asked = arguments.addresses(ServeOption.ADDR);
        Optional<SSLContext> tls = identity();
        List<ListenAddress> addresses = new ArrayList<>();
        for (InetSocketAddress address : asked.isEmpty() ? List.of(HostPort.parse(USUAL_ADDRESS)) : asked) {
            addresses.add(tls.isPresent() ? new ListenAddress.Tls(address, tls.get()) : new ListenAddress.Tcp(address));
        }
        return addresses;
    }

    private Optional<SSLContext> identity() throws IOException {
        Optional<Path> certificates = arguments.path(ServeOption.TLS_CERT);
        Optional<Path> key = arguments.path(ServeOption.TLS_KEY);
        return certificates.isEmpty() || key.isEmpty()
                ? Optional.empty()
                : Optional.of(ServerIdentity.load(certificates.get(), key.get()));
    }

    private List<Quota> quotas() {
        List<Quota> quotas = new ArrayList<>();
        for (String text : arguments.all(ServeOption.QUOTA)) {
            int equals = text.indexOf('=');
            String prefix = equals < 0 ? "" : text.substring(0, equals);
            long size = ServeArguments.size(ServeOption.QUOTA, text.substring(equals + 1));
            try {
                quotas.add(new Quota(prefix, size));
            } catch (RuntimeException e) {
                throw ServeArguments.invalid(ServeOption.QUOTA, text, "not a repository's name before the =");
            }
        }
        return quotas;
    }

    private Guard guard(Path root) throws IOException {
        String service = arguments.last(ServeOption.TOKEN_SERVICE).orElse(SERVICE);
        if (!service.matches("[A-Za-z0-9._:/ -]{1,200}")) {
            throw ServeArguments.invalid(ServeOption.TOKEN_SERVICE, service, "letters, figures and ._:/- only");
        }
        Optional<String> realm = arguments.last(ServeOption.TOKEN_REALM);
        if (realm.isPresent()) {
            return Guards.externalTokens(
                    new Guards.External(
                            realm.get(),
                            service,
                            arguments.last(ServeOption.TOKEN_ISSUER).orElse(""),
                            arguments.last(ServeOption.TOKEN_KEYS).orElse("")),
                    clock);
        }
        Optional<Path> htpasswd = arguments.path(ServeOption.HTPASSWD);
        if (htpasswd.isEmpty()) {
            return Guard.OPEN;
        }
        boolean anonymous = arguments.has(ServeOption.ANONYMOUS_PULL);
        if (!anonymous && !arguments.has(ServeOption.TOKENS)) {
            return Guards.passwords(htpasswd.get(), service);
        }
        boolean secured = arguments.has(ServeOption.TLS_CERT);
        return Guards.ownTokens(
                new Guards.Own(htpasswd.get(), anonymous, service, secured), root.resolve("token.key"), clock);
    }

    private AccessLog accessLog(OutputStream standardOutput) throws IOException {
        String place = arguments.last(ServeOption.ACCESS_LOG).orElse("-");
        return switch (place) {
            case "off" -> AccessLog.NONE;
            case "-" -> AccessLog.lines(standardOutput);
            default ->
                AccessLog.lines(
                        Files.newOutputStream(Path.of(place), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        };
    }
}
