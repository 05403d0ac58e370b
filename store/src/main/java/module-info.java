/** Content, images, snapshots, leases and the metadata database. */
module io.djong.store {
    requires static org.jspecify;
    requires transitive io.djong.model;
    requires transitive io.djong.kernel;
    requires java.sql;
    requires org.slf4j;
    requires com.github.luben.zstd_jni;
    requires org.xerial.sqlitejdbc;

    exports io.djong.store.check;
    exports io.djong.store.content;
    exports io.djong.store.db;
    exports io.djong.store.gc;
    exports io.djong.store.image;
    exports io.djong.store.layer;
    exports io.djong.store.lease;
    exports io.djong.store.snapshot;

    opens io.djong.store.image to
            tools.jackson.databind;
}
