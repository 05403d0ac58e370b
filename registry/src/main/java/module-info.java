/** Client of the OCI distribution protocol. */
module io.djong.registry {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires java.net.http;
    requires tools.jackson.databind;

    exports io.djong.registry;
}
