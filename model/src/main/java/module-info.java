/** Records, identifiers and errors that every module shares. */
module io.djong.model {
    requires static org.jspecify;
    requires transitive com.fasterxml.jackson.annotation;
    requires transitive tools.jackson.core;
    requires transitive tools.jackson.databind;

    exports io.djong.model;
    exports io.djong.model.container;
    exports io.djong.model.error;
    exports io.djong.model.image;
    exports io.djong.model.json;
    exports io.djong.model.network;
    exports io.djong.model.text;
    exports io.djong.model.usage;

    opens io.djong.model to
            tools.jackson.databind;
    opens io.djong.model.container to
            tools.jackson.databind;
    opens io.djong.model.image to
            tools.jackson.databind;
    opens io.djong.model.network to
            tools.jackson.databind;
}
