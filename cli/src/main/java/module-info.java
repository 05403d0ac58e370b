/** djong: the command line. */
module io.djong.cli {
    requires static org.jspecify;
    requires io.djong.model;
    requires io.djong.client;
}
