/** The registry server: the OCI distribution protocol, served. */
module io.djong.distribution {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.http;
    requires transitive io.djong.store;
    requires transitive io.djong.registry;
    requires java.net.http;
    requires tools.jackson.databind;
    requires org.slf4j;
    requires bcrypt;

    exports io.djong.distribution;
    exports io.djong.distribution.access;
    exports io.djong.distribution.catalog;
    exports io.djong.distribution.metrics;
    exports io.djong.distribution.mirror;
    exports io.djong.distribution.proxy;
}
