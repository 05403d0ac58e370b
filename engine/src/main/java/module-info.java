/** The use cases: one package per aggregate. */
module io.djong.engine {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
    requires transitive io.djong.store;
    requires transitive io.djong.registry;
    requires transitive io.djong.runtime;
    requires transitive io.djong.log;
    requires transitive io.djong.network;

    exports io.djong.engine.image;
}
