package io.djong.daemon;

import io.djong.daemon.config.DaemonConfig;
import io.djong.http.ListenAddress;
import io.djong.model.error.Internal;
import java.io.IOException;
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

    private ListenAddresses() {}

    static List<ListenAddress> of(DaemonConfig config) {
        if (!config.hosts().isEmpty()) {
            return config.hosts();
        }
        List<ListenAddress> addresses = new ArrayList<>();
        addresses.add(ListenAddress.Unix.at(OWN, config.group()));
        if (config.execRoot().equals(OWN.getParent()) && !hasListener(DOCKER)) {
            addresses.add(ListenAddress.Unix.at(DOCKER, config.group()));
        }
        return List.copyOf(addresses);
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
