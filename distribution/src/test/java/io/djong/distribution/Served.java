package io.djong.distribution;

import io.djong.distribution.access.Guard;
import io.djong.distribution.catalog.Keeping;
import io.djong.distribution.catalog.Quota;
import io.djong.distribution.metrics.AccessLog;
import io.djong.distribution.proxy.Upstreams;
import io.djong.http.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A registry that serves at a port of loopback, and a client of it. */
public record Served(RegistryServer server, Caller client) implements AutoCloseable {
    private static final ListenAddress ANY =
            new ListenAddress.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    public static Served start(Path root) throws IOException {
        return start(settings(root), AccessLog.NONE);
    }

    public static Served start(ServerSettings settings, AccessLog log) throws IOException {
        RegistryServer server = RegistryServer.open(settings, Guard.OPEN, log, InstantSource.system());
        server.start();
        return new Served(server, new Caller(server.bound().getFirst()));
    }

    public static ServerSettings settings(Path root) {
        return ServerSettings.of(root, List.of(ANY));
    }

    /** One that collects what is not needed at once. */
    public static Served hasty(Path root, Duration unused, Quota... quotas) throws IOException {
        Keeping keeping = new Keeping(List.of(quotas), unused, Duration.ZERO, Duration.ZERO);
        return start(settings(root).keeping(keeping), AccessLog.NONE);
    }

    public static Served caching(Path root, Upstreams upstreams) throws IOException {
        return start(settings(root).caching(upstreams), AccessLog.NONE);
    }

    public static Served readOnly(Path root) throws IOException {
        return start(
                new ServerSettings(
                        root,
                        List.of(ANY),
                        true,
                        Keeping.DEFAULT,
                        Optional.empty(),
                        Duration.ofHours(1),
                        Optional.empty()),
                AccessLog.NONE);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
