package io.djong.daemon;

import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.socket.UnixSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the service manager that started the daemon that it is ready (sd_notify(3)). */
final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private final Optional<String> socket;

    /** @param socket the value of {@code NOTIFY_SOCKET}; empty where nobody wants to know */
    ServiceManager(Optional<String> socket) {
        this.socket = socket.filter(path -> path.startsWith("/"));
    }

    /** Says so. A manager that cannot be reached is no reason not to serve. */
    void ready(Poller poller) {
        if (socket.isEmpty()) {
            return;
        }
        byte[] message = "READY=1\n".getBytes(StandardCharsets.US_ASCII);
        try (UnixSocket connection = UnixSocket.connect(Path.of(socket.get()), UnixSocket.Kind.DATAGRAM, poller)) {
            connection.send(message, 0, message.length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | KernelException e) {
            LOG.warn("the service manager could not be told that the daemon is ready: {}", e.getMessage());
        }
    }
}
