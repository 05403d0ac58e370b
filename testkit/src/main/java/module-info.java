/** Contract suites, fixtures and leak checks for the tests; never shipped. */
module io.djong.testkit {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires jdk.httpserver;

    exports io.djong.testkit.daemon;
    exports io.djong.testkit.image;
    exports io.djong.testkit.leak;
    exports io.djong.testkit.process;
    exports io.djong.testkit.registry;
}
