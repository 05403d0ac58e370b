/** The Docker Engine HTTP API over the engine. */
module io.djong.api {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.http;
    requires transitive io.djong.engine;
    requires org.slf4j;

    exports io.djong.api;

    opens io.djong.api.resource to
            tools.jackson.databind;
}
