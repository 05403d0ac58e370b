/** Sandboxes, endpoints, networks, addresses and published ports. */
module io.djong.network {
    requires static org.jspecify;
    requires transitive io.djong.kernel;
    requires transitive io.djong.model;
    requires org.slf4j;

    exports io.djong.network;

    opens io.djong.network to
            tools.jackson.databind;
}
