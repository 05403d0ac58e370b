/** Contract suites, fixtures and leak checks for the tests; never shipped. */
module io.djong.testkit {
    requires static org.jspecify;
    requires jdk.httpserver;
    requires org.junit.jupiter.api;

    exports io.djong.testkit;
    exports io.djong.testkit.daemon;
    exports io.djong.testkit.image;
    exports io.djong.testkit.leak;
    exports io.djong.testkit.process;
    exports io.djong.testkit.registry;
}
