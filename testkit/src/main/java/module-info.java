/** Contract suites, fixtures and leak checks for the tests; never shipped. */
module io.djong.testkit {
    requires static org.jspecify;
    requires transitive io.djong.model;
}
