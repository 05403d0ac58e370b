package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies through which registries are reached, as Go programs understand them: by the scheme of what is asked for,
 * except for the hosts that {@code noProxy} names. Loopback is never reached through one.
 *
 * @param http URL of the proxy for plain HTTP; empty for none
 * @param https URL of the proxy for HTTPS; empty for none
 * @param noProxy hosts with commas between: {@code *}, an address, a network, {@code .example.com} for what is below a
 *     domain, {@code example.com} for the domain too, each perhaps with a port
 */
public record ProxySettings(String http, String https, String noProxy) {
    public static final ProxySettings NONE = new ProxySettings("", "", "");

    /** @throws InvalidArgument if a proxy is no URL of one */
    public ProxySettings {
        check(http);
        check(https);
    }

    /** What the environment says: the variables in capitals or not. */
    public static ProxySettings of(Map<String, String> environment) {
        return new ProxySettings(
                variable(environment, "HTTP_PROXY"),
                variable(environment, "HTTPS_PROXY"),
                variable(environment, "NO_PROXY"));
    }

    private static String variable(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value;
    }

    /** These, with the other's in place of those that are not set. */
    public ProxySettings orElse(ProxySettings other) {
        return new ProxySettings(
                http.isEmpty() ? other.http : http,
                https.isEmpty() ? other.https : https,
                noProxy.isEmpty() ? other.noProxy : noProxy);
    }

    private static void check(String proxy) {
        if (!proxy.isEmpty()) {
            URI _ = parsed(proxy);
        }
    }

    /** A proxy without a scheme is one of plain HTTP. */
    private static URI parsed(String proxy) {
        try {
            URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            if (uri.getHost() != null && "http".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid proxy: it is no URL", e);
        }
        throw new InvalidArgument("invalid proxy: it must be an http:// URL with a host");
    }

    /** The proxy for a request; empty where there is none, or none is to be used. */
    Optional<URI> proxyFor(URI target) {
        String proxy = "https".equals(target.getScheme()) ? https : http;
        if (proxy.isEmpty() || target.getHost() == null || isDirect(target)) {
            return Optional.empty();
        }
        return Optional.of(parsed(proxy));
    }

    private boolean isDirect(URI target) {
        String host = InsecureRegistries.hostOf(target.getHost()).toLowerCase(Locale.ROOT);
        int port = target.getPort() >= 0 ? target.getPort() : "https".equals(target.getScheme()) ? 443 : 80;
        Optional<InetAddress> address = literal(host);
        if (host.equals("localhost")
                || address.filter(InetAddress::isLoopbackAddress).isPresent()) {
            return true;
        }
        for (String entry : noProxy.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (matches(entry.strip(), host, port, address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, String host, int port, Optional<InetAddress> address) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.indexOf('/') >= 0) {
            return address.isPresent()
                    && Network.tryParse(entry)
                            .filter(n -> n.contains(address.get()))
                            .isPresent();
        }
        boolean bareAddress = literal(entry).isPresent();
        String name = bareAddress ? entry : InsecureRegistries.hostOf(entry);
        String asked =
                bareAddress || entry.length() == name.length() ? "" : entry.substring(entry.lastIndexOf(':') + 1);
        if (name.isEmpty() || !(asked.isEmpty() || asked.endsWith("]") || asked.equals(Integer.toString(port)))) {
            return false;
        }
        Optional<InetAddress> wanted = literal(name);
        if (wanted.isPresent()) {
            return wanted.equals(address);
        }
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        return domain.startsWith(".") ? host.endsWith(domain) : host.equals(domain) || host.endsWith("." + domain);
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a name
        }
    }

    /** A proxy's URL without what is secret in it, as {@code info} shows it. */
    public static String masked(String proxy) {
        int scheme = proxy.indexOf("://");
        int at = proxy.lastIndexOf('@');
        int start = scheme < 0 ? 0 : scheme + 3;
        return at < start ? proxy : proxy.substring(0, start) + "xxxxx:xxxxx" + proxy.substring(at);
    }

    @Override
    public String toString() {
        return "ProxySettings[" + masked(http) + ", " + masked(https) + ", " + noProxy + "]";
    }
}
