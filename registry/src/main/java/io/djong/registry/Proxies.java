package io.djong.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Tells the JDK's client of the proxies in the settings. */
final class Proxies extends ProxySelector {
    private static final int PORT = 80;

    private final ProxySettings settings;

    Proxies(ProxySettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Proxy> select(URI target) {
        Optional<URI> proxy = settings.proxyFor(target);
        return List.of(
                proxy.isEmpty()
                        ? Proxy.NO_PROXY
                        : new Proxy(
                                Proxy.Type.HTTP,
                                InetSocketAddress.createUnresolved(
                                        InsecureRegistries.hostOf(proxy.get().getHost()), port(proxy.get()))));
    }

    static int port(URI proxy) {
        return proxy.getPort() < 0 ? PORT : proxy.getPort();
    }

    /** The header by which a proxy is shown the user and the password in its URL. */
    static Optional<String> proof(URI proxy) {
        return Optional.ofNullable(proxy.getUserInfo())
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        // Told by the request that fails.
    }
}
