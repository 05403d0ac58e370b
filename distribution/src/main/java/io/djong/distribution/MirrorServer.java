package io.djong.distribution;

import io.djong.distribution.access.Guard;
import io.djong.distribution.metrics.AccessLog;
import io.djong.distribution.metrics.Metrics;
import io.djong.distribution.mirror.EngineLibrary;
import io.djong.distribution.route.Router;
import io.djong.http.Limits;
import io.djong.http.ListenAddress;
import io.djong.http.Server;
import io.djong.store.content.ContentStore;
import io.djong.store.image.ImageStore;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Serves an engine's images to other engines, to be pulled alone.
 *
 * <p>{@link #start()} once, {@link #close()} once.
 */
public final class MirrorServer implements AutoCloseable {
    private static final Duration STALL = Duration.ofMinutes(1);

    private final Server server;

    public MirrorServer(ListenAddress address, ImageStore images, ContentStore content, InstantSource clock) {
        Metrics metrics = new Metrics(Optional.of("/metrics"), AccessLog.NONE, clock, List.of());
        this.server = new Server(
                List.of(address),
                Limits.DEFAULT.withStall(STALL),
                new Router(new EngineLibrary(images, content), Optional.empty(), Guard.OPEN, metrics));
    }

    /** Serves. @throws IOException if the address cannot be bound */
    public void start() throws IOException {
        server.start();
    }

    /** The bound address, with the real port. */
    public SocketAddress bound() {
        return server.bound().getFirst();
    }

    @Override
    public void close() {
        server.close();
    }
}
