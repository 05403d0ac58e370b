package io.djong.network;

import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.kernel.netlink.RouteBatch;
import io.djong.kernel.netlink.RouteSocket;

/** A new namespace with loopback up, as containers may rely on it, that nothing is wired to yet. */
record BareNamespace(NetworkNamespace namespace, RouteSocket inside) implements AutoCloseable {
    private static final int LOOPBACK = 1; // the index of lo in every namespace

    static BareNamespace make() {
        return NetworkNamespace.create(BareNamespace::furnish);
    }

    /** Of a namespace that somebody else made, and nobody uses yet; if that fails, it is closed. */
    static BareNamespace of(NetworkNamespace namespace) {
        try {
            return namespace.call(() -> furnish(namespace));
        } catch (RuntimeException | Error e) {
            namespace.close();
            throw e;
        }
    }

    /** For a thread that is inside. */
    private static BareNamespace furnish(NetworkNamespace namespace) {
        settings();
        RouteSocket inside = RouteSocket.open();
        try {
            inside.apply(new RouteBatch().up(LOOPBACK));
            return new BareNamespace(namespace, inside);
        } catch (RuntimeException | Error e) {
            inside.close();
            throw e;
        }
    }

    /** What containers may rely on: any port may be bound, any group may ping; no IPv6 addresses on what comes now. */
    private static void settings() {
        Sysctl.setIfPresent("ipv4/ip_unprivileged_port_start", "0");
        Sysctl.setIfPresent("ipv4/ping_group_range", "0\t2147483647");
        Sysctl.setIfPresent("ipv6/conf/default/disable_ipv6", "1");
    }

    @Override
    public void close() {
        inside.close();
        namespace.close();
    }
}
