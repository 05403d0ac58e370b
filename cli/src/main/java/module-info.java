/** djong: the command line. */
module io.djong.cli {
    requires static org.jspecify;
    requires io.djong.client;
    requires io.djong.model;
    requires jdk.unsupported;
}
