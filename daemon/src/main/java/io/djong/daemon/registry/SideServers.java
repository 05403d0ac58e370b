package io.djong.daemon.registry;

import io.djong.distribution.MirrorServer;
import io.djong.distribution.RegistryServer;
import io.djong.distribution.ServerSettings;
import io.djong.distribution.access.Guard;
import io.djong.distribution.metrics.AccessLog;
import io.djong.http.ListenAddress;
import io.djong.store.content.ContentStore;
import io.djong.store.image.ImageStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what the daemon serves besides its API: a registry with a place of its own, a mirror of the engine's images. */
public final class SideServers {
    private static final Logger LOG = LoggerFactory.getLogger(SideServers.class);

    private SideServers() {}

    /** A registry that keeps everything in {@code <data-root>/registry}; to be closed by the caller. */
    public static AutoCloseable registry(InetSocketAddress address, Path dataRoot, Clock clock) throws IOException {
        ServerSettings settings =
                ServerSettings.of(dataRoot.resolve("registry"), List.of(new ListenAddress.Tcp(address)));
        RegistryServer server = RegistryServer.open(settings, Guard.OPEN, AccessLog.NONE, clock);
        try {
            server.start();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        LOG.info("Registry listens on {}", server.bound().getFirst());
        return server;
    }

    /** A mirror of the engine's images; to be closed by the caller. */
    public static AutoCloseable mirror(InetSocketAddress address, ImageStore images, ContentStore content, Clock clock)
            throws IOException {
        MirrorServer server = new MirrorServer(new ListenAddress.Tcp(address), images, content, clock);
        server.start();
        LOG.info("Images are served to other engines on {}", server.bound());
        return server;
    }
}
