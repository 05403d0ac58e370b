/** Sandboxes, endpoints, networks, addresses and published ports. */
module io.djong.network {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
}
