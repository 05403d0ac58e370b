/** HTTP transport over unix sockets and TCP: streams, upgrade, hijack. */
module io.djong.http {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires org.slf4j;

    exports io.djong.http;
}
