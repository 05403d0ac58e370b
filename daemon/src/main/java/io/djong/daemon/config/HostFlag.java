package io.djong.daemon.config;

import io.djong.http.ListenAddress;
import io.djong.model.error.InvalidArgument;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Reads an address of {@code -H}: {@code unix://}, {@code tcp://}, {@code fd://}; without a scheme it is TCP's. */
final class HostFlag {
    private static final String DEFAULT_SOCKET = "/var/run/docker.sock";
    private static final int DEFAULT_PORT = 2375;

    private HostFlag() {}

    /**
     * The address.
     *
     * @param group that may use it, where it is a socket
     * @throws InvalidArgument if it is none
     */
    static ListenAddress parse(String host, String group) {
        int scheme = host.indexOf("://");
        String rest = scheme < 0 ? host : host.substring(scheme + 3);
        return switch (scheme < 0 ? "tcp" : host.substring(0, scheme)) {
            case "unix" ->
                ListenAddress.Unix.at(
                        Path.of(rest.isEmpty() ? DEFAULT_SOCKET : rest).toAbsolutePath(), group);
            case "tcp" -> new ListenAddress.Tcp(tcp(rest));
            case "fd" -> new ListenAddress.Inherited();
            default -> throw new InvalidArgument("invalid bind address: unix://, tcp:// and fd:// are served");
        };
    }

    private static InetSocketAddress tcp(String text) {
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? "" : text.substring(colon + 1);
        try {
            int number = port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port);
            InetSocketAddress address = new InetSocketAddress(name.isEmpty() ? "127.0.0.1" : name, number);
            if (address.isUnresolved()) {
                throw new InvalidArgument("invalid bind address: no such host: " + name);
            }
            return address;
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid bind address: no port: " + port, e);
        }
    }
}
