/** Client of the Engine API. */
module io.djong.client {
    requires static org.jspecify;
    requires transitive io.djong.model;

    exports io.djong.client;
    exports io.djong.client.json;
}
