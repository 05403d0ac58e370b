package io.djong.daemon;

import io.djong.daemon.config.DaemonConfig;
import io.djong.http.ListenAddress;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the API is served: what {@code -H} says, else the engine's own socket, and Docker's where nobody listens there.
 *
 * <p>Whether somebody does is read in {@code /proc/net/unix}: to connect would start a socket-activated dockerd.
 */
final class ListenAddresses {
    private static final Path OWN = Path.of("/run/djong/docker.sock");
    private static final Path DOCKER = Path.of("/var/run/docker.sock");
    private static final int DEFAULT_TCP_PORT = 2375;

    private ListenAddresses() {}

    static List<ListenAddress> of(DaemonConfig config) {
        if (!config.hosts().isEmpty()) {
            return config.hosts().stream()
                    .map(host -> parse(host, config.group()))
                    .toList();
        }
        List<ListenAddress> addresses = new ArrayList<>();
        addresses.add(ListenAddress.Unix.at(OWN, config.group()));
        if (config.execRoot().equals(OWN.getParent()) && !hasListener(DOCKER)) {
            addresses.add(ListenAddress.Unix.at(DOCKER, config.group()));
        }
        return List.copyOf(addresses);
    }

    private static ListenAddress parse(String host, String group) {
        int scheme = host.indexOf("://");
        String rest = scheme < 0 ? host : host.substring(scheme + 3);
        return switch (scheme < 0 ? "tcp" : host.substring(0, scheme)) {
            case "unix" ->
                ListenAddress.Unix.at(rest.isEmpty() ? DOCKER : Path.of(rest).toAbsolutePath(), group);
            case "tcp" -> tcp(rest);
            case "fd" -> new ListenAddress.Inherited();
            default ->
                throw new InvalidArgument("invalid bind address (" + host + "): unix://, tcp:// and fd:// are served");
        };
    }

    private static ListenAddress tcp(String text) {
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        try {
            int port = colon < 0 || colon == text.length() - 1
                    ? DEFAULT_TCP_PORT
                    : Integer.parseInt(text.substring(colon + 1));
            return new ListenAddress.Tcp(new InetSocketAddress(name.isEmpty() ? "127.0.0.1" : name, port));
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid bind address (tcp://" + text + ")", e);
        }
    }

    private static boolean hasListener(Path socket) {
        try {
            String path = socket.toString();
            // /var/run is a link to /run: whoever bound the socket may have said either.
            String real = path.startsWith("/var/run/") ? path.substring("/var".length()) : path;
            return Files.readAllLines(Path.of("/proc/net/unix")).stream()
                    .anyMatch(line -> line.endsWith(" " + path) || line.endsWith(" " + real));
        } catch (IOException e) {
            throw new Internal("reading /proc/net/unix: " + e.getMessage(), e);
        }
    }
}
