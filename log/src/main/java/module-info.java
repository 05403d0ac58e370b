/** Container logs: spool, pump, drivers, readers. */
module io.djong.log {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
    requires org.slf4j;

    exports io.djong.log;
    exports io.djong.log.driver;
}
