package io.djong.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Where a server listens. */
public sealed interface ListenAddress {
    /**
     * A unix socket at a path. A socket that a dead server left there is replaced; any other file is not. The owner may
     * always connect; with a group its members may too, everybody else may not.
     *
     * @param mode the permission bits of the socket, such as {@code 0660}
     * @param group the group that owns the socket; a name that the system does not know is passed over
     */
    record Unix(Path path, int mode, Optional<String> group) implements ListenAddress {
        /** A socket for its owner and, where the group exists, for that group. */
        public static Unix at(Path path, String group) {
            return new Unix(path, 0660, Optional.of(group));
        }

        /** A socket for its owner alone. */
        public static Unix at(Path path) {
            return new Unix(path, 0600, Optional.empty());
        }
    }

    /** A TCP port; port 0 takes any free one. There is no authentication: whoever connects is root on this host. */
    record Tcp(InetSocketAddress address) implements ListenAddress {}

    /** A TCP port whose connections are secured; who may connect is for the handler to say. */
    record Tls(InetSocketAddress address, SSLContext context) implements ListenAddress {}

    /**
     * The listening socket that this process was started with as its standard input, as systemd passes it with {@code
     * StandardInput=socket}. It belongs to whoever made it and is not removed.
     */
    record Inherited() implements ListenAddress {}
}
