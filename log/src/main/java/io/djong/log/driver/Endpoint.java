package io.djong.log.driver;

import java.nio.file.Path;

/** The address of a target. */
sealed interface Endpoint {
    /** A host and a port. */
    record Net(Protocol protocol, String host, int port) implements Endpoint {}

    /** A unix socket of a stream or, with {@code packets}, of packets. */
    record Local(Path path, boolean packets) implements Endpoint {}

    /** What is spoken below. */
    enum Protocol {
        UDP,
        TCP,
        TLS
    }
}
