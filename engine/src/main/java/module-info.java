/** The use cases: one package per aggregate. */
module io.djong.engine {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
    requires transitive io.djong.store;
    requires transitive io.djong.registry;
    requires transitive io.djong.runtime;
    requires transitive io.djong.log;
    requires transitive io.djong.network;

    exports io.djong.engine.archive;
    exports io.djong.engine.container;
    exports io.djong.engine.event;
    exports io.djong.engine.exec;
    exports io.djong.engine.health;
    exports io.djong.engine.image;
    exports io.djong.engine.network;
    exports io.djong.engine.remap;
    exports io.djong.engine.resources;
    exports io.djong.engine.stats;
    exports io.djong.engine.system;
    exports io.djong.engine.volume;

    opens io.djong.engine.archive to
            tools.jackson.databind;
    opens io.djong.engine.container to
            tools.jackson.databind;
    opens io.djong.engine.event to
            tools.jackson.databind;
    opens io.djong.engine.health to
            tools.jackson.databind;
}
