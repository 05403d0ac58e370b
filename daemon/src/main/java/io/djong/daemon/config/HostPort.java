package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import java.net.InetSocketAddress;

/** An address to listen at: {@code host:port}, {@code [::1]:port}, or {@code :port} for every address of this machine. */
public final class HostPort {
    private static final int MAX_PORT = 65_535;

    private HostPort() {}

    /** Reads an address. @throws InvalidArgument that says what is wrong with the text */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw new InvalidArgument("must be HOST:PORT");
        }
        String host = text.substring(0, colon);
        InetSocketAddress address = host.isEmpty()
                ? new InetSocketAddress(Integer.parseInt(port))
                : new InetSocketAddress(host, Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new InvalidArgument("no such host: " + host);
        }
        return address;
    }
}
