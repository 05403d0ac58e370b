package io.djong.client;

import io.djong.model.error.InvalidArgument;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Where an engine listens, in the form of {@code --host}: {@code unix:///run/djong/docker.sock}, {@code tcp://host:2375}. */
public sealed interface Endpoint {
    /** Where djongd listens unless told otherwise. */
    Endpoint DEFAULT = new Unix("/run/djong/docker.sock");

    int DEFAULT_PORT = 2375;

    /** A unix socket. */
    record Unix(String path) implements Endpoint {
        @Override
        public SocketAddress address() {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** A TCP port, without TLS. */
    record Tcp(String host, int port) implements Endpoint {
        @Override
        public SocketAddress address() {
            return new InetSocketAddress(host, port);
        }

        @Override
        public String toString() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** The address to connect to; a host name is looked up by this call. */
    SocketAddress address();

    /**
     * Reads an address.
     *
     * @throws InvalidArgument if it is not one, or names a transport that is not there
     */
    static Endpoint parse(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            throw new InvalidArgument("unable to parse docker host `" + text + "`");
        }
        String rest = text.substring(scheme + 3);
        return switch (text.substring(0, scheme)) {
            case "unix" -> new Unix(rest.isEmpty() ? "/run/djong/docker.sock" : rest);
            case "tcp", "http" -> tcp(text, rest.replaceFirst("/.*", ""));
            default -> throw new InvalidArgument("unsupported transport in docker host `" + text + "`");
        };
    }

    private static Tcp tcp(String text, String rest) {
        int colon = rest.lastIndexOf(':');
        boolean portless = colon < 0 || rest.endsWith("]");
        String host = portless ? rest : rest.substring(0, colon);
        try {
            int port = portless ? DEFAULT_PORT : Integer.parseInt(rest.substring(colon + 1));
            if (port < 1 || port > 65535) {
                throw new InvalidArgument("invalid port in docker host `" + text + "`");
            }
            return new Tcp(host.isEmpty() ? "localhost" : host.replaceAll("[\\[\\]]", ""), port);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid port in docker host `" + text + "`", e);
        }
    }
}
