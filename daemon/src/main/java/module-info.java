/** djongd: flags, daemon.json, wiring. */
module io.djong.daemon {
    requires static org.jspecify;
    requires java.logging;
    requires jdk.unsupported;
    requires org.slf4j;
    requires io.djong.model;

    exports io.djong.daemon.config;

    requires io.djong.kernel;
    requires io.djong.http;
    requires io.djong.store;
    requires io.djong.registry;
    requires io.djong.distribution;
    requires io.djong.runtime;
    requires io.djong.log;
    requires io.djong.network;
    requires io.djong.engine;
    requires io.djong.api;
}
