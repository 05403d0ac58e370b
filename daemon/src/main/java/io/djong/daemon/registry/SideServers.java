package io.djong.daemon.registry;

import io.djong.daemon.config.ServeArguments;
import io.djong.distribution.MirrorServer;
import io.djong.distribution.RegistryServer;
import io.djong.http.ListenAddress;
import io.djong.store.content.ContentStore;
import io.djong.store.image.ImageStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what the daemon serves besides its API: a registry with a place of its own, a mirror of the engine's images. */
public final class SideServers {
    private static final Logger LOG = LoggerFactory.getLogger(SideServers.class);

    private SideServers() {}

    /** A registry, its log of requests on standard output where there is one; to be closed by the caller. */
    public static RegistryServer registry(ServeArguments arguments, Clock clock) throws IOException {
        RegistryServer server = new Registry(arguments, clock).open(System.out);
        try {
            server.start();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        server.bound().forEach(address -> LOG.info("Registry listens on {}", address));
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
